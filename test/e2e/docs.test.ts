import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {runPage} from '../support/run-page.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs/tasks')).map((name) => `docs/tasks/${name}`)]

describe('[E] documentation', function () {
  this.timeout(240_000)

  for (const page of PAGES) {
    it(`${page}: every line runs`, async () => {
      const {exitCode, output, commands} = await runPage(join(ROOT, page))
      expect(exitCode, output).to.equal(0)
      expect(commands, 'commands').to.be.greaterThan(3)
    })
  }
})
