import {createHash} from 'node:crypto'
import {createRequire} from 'node:module'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {build} from 'esbuild'
import {expect} from 'chai'
import {quickTables} from '../../../scripts/quick-tables.mjs'
import {root} from '../../../scripts/bundle.mjs'
import * as slow from '../../../src/report/table.js'
import {nodeTable} from '../../../src/report/node-table.js'
import type {TextOptions} from '../../../src/report/palette.js'
import {cpuTime} from '../../support/cpu-time.js'
import {pick, randomFrom} from '../../support/random.js'
import {snapshot} from '../../support/snapshot.js'

/** Parts of cells: what clustertool prints, and what it should never print. */
const PARTS = [
  'primary',
  '10.0.0.1:7001',
  ' ',
  '-',
  '0-5460 (5461)',
  'a'.repeat(40),
  '\u001b[31mfail\u001b[39m',
  '\u001b[0mok\u001b[0m',
  '\u001b[1m',
  '…',
  'é',
  'e\u0301',
  '한국',
  '😀',
  '👨‍👩‍👧',
  '\n',
  '\t',
  '\u007f',
  '\u0000',
  '$&',
  '\u200b',
]

describe('[U] tables of the built program', () => {
  let folder: string
  let cluster: ReturnType<typeof snapshot>
  let quick: typeof slow & {readonly nodeTable: typeof nodeTable}

  before(async () => {
    cluster = bigCluster()
    folder = mkdtempSync(join(tmpdir(), 'clustertool-tables-'))
    const outfile = join(folder, 'tables.cjs')
    await build({
      absWorkingDir: root,
      stdin: {
        contents: "export * from './src/report/table.ts'\nexport * from './src/report/node-table.ts'",
        resolveDir: root,
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile,
      plugins: [quickTables],
    })
    quick = createRequire(import.meta.url)(outfile) as typeof quick
  })
  after(() => rmSync(folder, {recursive: true}))

  it('equal those that cli-table3 paints unchanged, whatever is in their cells', () => {
    const random = randomFrom(7)
    const below = (limit: number) => Math.floor(random() * limit)
    const cell = () => Array.from({length: below(4)}, () => pick(random, PARTS)).join('')
    for (let round = 0; round < 400; round++) {
      const columns = 1 + below(6)
      const row = () => Array.from({length: columns}, cell)
      const [head, rows] = [row(), Array.from({length: below(12)}, row)]
      expect(quick.tableText(head, rows), JSON.stringify([head, rows])).to.equal(slow.tableText(head, rows))
    }
  })

  it('need less than half of the time, if a cell is not as nearly all cells are', () => {
    const head = ['shard', 'role', 'node', 'slots', 'keys', 'memory', 'version', 'zone', 'id']
    const rows = Array.from({length: 200}, (_, at) => head.map((name) => `${name} ${at}`))
    rows[7]?.splice(0, 1, '…')
    const least = ({tableText}: Pick<typeof slow, 'tableText'>) =>
      Math.min(...[1, 2, 3].map(() => cpuTime(() => void tableText(head, rows))))
    expect(least(quick)).to.be.below(least(slow) / 2)
  })

  for (const [name, options, hash] of [
    [
      'narrow',
      {colour: false, width: 80},
      '9043486ce75c25203ac1f771831bc39597eff88e02acaec366614fdbab4864cf',
    ],
    [
      'middle',
      {colour: true, width: 120},
      '5978c88d68e56424237b1f37d9107f6fa1f27ee3624f44e044138bcb69bbc425',
    ],
    ['wide', {colour: true, wide: true}, '29690b4e81bd5c456eb79694166a1729a1de140630e1821a3d409ac0854dbc22'],
  ] as const satisfies readonly (readonly [string, TextOptions, string])[]) {
    it(`of 200 nodes is what it was before they were quick: ${name}`, () => {
      for (const table of [quick.nodeTable, nodeTable]) {
        const text = table(cluster, options)
        expect(createHash('sha256').update(text).digest('hex'), text).to.equal(hash)
      }
    })
  }
})

/** 100 primaries, each with a replica, in three zones; one replica has lost its link. */
function bigCluster(): ReturnType<typeof snapshot> {
  const lines = Array.from({length: 100}, (_, at) => {
    const last = at === 99 ? 16_383 : at * 163 + 162
    const facts = `keys=${at * 1234} memory=${1_000_000 * (at + 1)} zone=z${at % 3} host=10.0.${at % 5}.${at}`
    const link = at === 50 ? 'link=down syncing' : ''
    return [
      `p${at} ${at * 163}-${last} ${facts}`,
      `r${at} replica of p${at} zone=z${(at + 1) % 3} host=10.0.${(at + 1) % 5}.${at} ${link}`,
    ]
  })
  return snapshot(lines.flat().join('\n'))
}
