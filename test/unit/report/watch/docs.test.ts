import {expect} from 'chai'
import {readFileSync} from 'node:fs'
import {COLUMNS} from '../../../../src/report/watch/columns.js'
import {KEYS} from '../../../../src/report/watch/keys.js'

const PAGE = readFileSync(new URL('../../../../docs/watch.md', import.meta.url), 'utf8')

/** The rows of the table whose head begins with this word: their cells. */
function tableIn(head: string): string[][] {
  const lines = PAGE.split('\n')
  const from = lines.findIndex((line) => line.startsWith(`| ${head} `))
  const rows = lines.slice(from + 2)
  const length = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

describe('[U] docs/watch.md', () => {
  it('has all keys, with the words of the help', () => {
    const keys = KEYS.map(({keys, does}) => [keys.map((key) => `\`${key}\``).join(' '), does])
    expect(tableIn('keys')).to.deep.equal(keys)
  })

  it('explains each column whose head does not say it', () => {
    const obvious = new Set(['role', 'of max', 'out/s'])
    const heads = COLUMNS.map(({head}) => head).filter((head) => !obvious.has(head))
    expect(tableIn('column').map(([head]) => head)).to.have.members(heads.map((head) => `\`${head}\``))
  })
})
