import {execFile} from 'node:child_process'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect} from 'chai'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const TESTS = `
describe('tests', () => {
  it('in its middle', async () => {
    void Promise.reject(new Error('lost'))
    await new Promise((resolve) => setTimeout(resolve, 20))
  })
  it('at its end', () => void Promise.reject())
  it('none', async () => {
    const promise = Promise.reject(new Error('handled in time'))
    await promise.catch(() => undefined)
  })
})
`

describe('[U] a rejection that nobody handles', () => {
  for (const mode of [[], ['--parallel', '--jobs', '1']]) {
    it(`fails the test during which it occurs ${mode.join(' ')}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'clustertool-mocha-'))
      const file = join(folder, 'rejecting.test.cjs')
      await writeFile(file, TESTS)
      const words = ['node_modules/mocha/bin/mocha.js', ...mode, '--reporter', 'dot', file]
      const run = promisify(execFile)(process.execPath, words, {cwd: ROOT})
      const {code, stdout} = await run.then(
        (ended) => ({...ended, code: 0}),
        (error: unknown) => error as {code: number; stdout: string},
      )
      await rm(folder, {recursive: true})
      expect(code, stdout).to.equal(2)
      expect(stdout).to.match(/1 passing[^]*2 failing[^]*in its middle[^]*lost[^]*at its end/)
    }).timeout(20_000)
  }
})
