import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import {SEVERITY} from '../../../src/domain/finding.js'

describe('[I] findings', () => {
  it('have a test on live or simulated nodes for every code', async () => {
    const files = await readdir(import.meta.dirname)
    const texts = await Promise.all(
      files
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => readFile(join(import.meta.dirname, name), 'utf8')),
    )
    const tested = new Set(
      texts.flatMap((text) => [...text.matchAll(/itFinds\('([a-z-]+)'/g)].map((match) => match[1])),
    )
    expect(Object.keys(SEVERITY).filter((code) => !tested.has(code))).to.deep.equal([])
  })
})
