import {stripVTControlCharacters} from 'node:util'
import {expect} from 'chai'
import type {SlotHeat} from '../../../src/domain/slot-heat.js'
import {slotMapOf} from '../../../src/domain/slot-map.js'
import {mapText} from '../../../src/report/map/map-text.js'
import {planMapText} from '../../../src/report/map/plan-map.js'
import {CONTROL} from '../contract/control-fixture.js'
import {id, snapshot} from '../../support/snapshot.js'

const DAMAGED = `
  a 0-5460 [93->-b]
  b 5461-10921
  c 10923-15000
  d 15001-16383 down`

function textOf(
  text: string,
  {heat, ...options}: {heat?: SlotHeat; width?: number; colour?: boolean} = {},
): string {
  const cluster = snapshot(text)
  return mapText({snapshot: cluster, map: slotMapOf(cluster), heat}, {colour: false, ...options})
}

describe('[U] map text', () => {
  it('says in one line which nodes did not tell what they move, with their words as text', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383')
    const unread = [
      {node: id('a'), reason: 'it answered: \u001B[31mno'},
      {node: id('b'), reason: 'it closed the connection'},
    ]
    const text = mapText(
      {snapshot: cluster, map: slotMapOf(cluster, {ranges: [], unread}), heat: undefined},
      {colour: false},
    )
    expect(text.split('\n').at(-1)).to.equal(
      'Slots that the servers move themselves are not known of 10.0.0.1:7001 (it answered: \\x1b[31mno) and 10.0.0.2:7002 (it closed the connection).',
    )
  })

  it('ends with what is paused', () => {
    const cluster = snapshot('a 0-16383')
    const outcome = {snapshot: cluster, map: slotMapOf(cluster), heat: undefined, running: [CONTROL]}
    expect(mapText(outcome, {colour: false}).split('\n').at(-1)).to.match(
      /^reshard is paused on h, process 7, .*Paused by ann, process 8/,
    )
  })

  it('draws each slot of a damaged cluster, readable without colour', () => {
    const lines = textOf(DAMAGED).split('\n')
    expect(lines.slice(0, 2)).to.deep.equal([
      `    0 ${'A'.repeat(5)}>${'A'.repeat(58)}`,
      ` 1024 ${'A'.repeat(64)}`,
    ])
    expect(lines[10]).to.equal(`10240 ${'B'.repeat(42)}!${'C'.repeat(21)}`)
    expect(lines[15]).to.equal(`15360 ${'?'.repeat(64)}`)
    expect(lines.slice(17)).to.deep.equal([
      '   primary        slots  ranges',
      'A  10.0.0.1:7001  5461   0-5460',
      'B  10.0.0.2:7002  5461   5461-10921',
      'C  10.0.0.3:7003  4078   10923-15000',
      'D  10.0.0.4:7004  1383   15001-16383',
      '! no owner: slot 10922',
      '? owner does not answer: slots 15001-16383',
      '> open: migrating: slot 93',
    ])
  })

  it('fits each width from 40 columns, and shows a single bad slot in all of them', () => {
    for (const width of [40, 60, 79, 80, 120, 140, 300]) {
      const lines = textOf('a 0-8191,8193-16383', {width}).split('\n').slice(0, 16)
      expect(Math.max(...lines.map(({length}) => length))).to.be.at.most(width)
      expect(lines.join('').match(/!/g), `${width} columns`).to.have.length(1)
      expect(lines[8]).to.match(/^ 8192 !A+$/)
    }
    expect(textOf('a 0-16383', {width: 140})).to.contain(`    0 ${'A'.repeat(128)}\n`)
  })

  it('colours shards and what is wrong, and the same letters stay', () => {
    const coloured = textOf(DAMAGED, {colour: true})
    expect(stripVTControlCharacters(coloured)).to.equal(textOf(DAMAGED))
    expect(coloured).to.contain('\x1b[41m\x1b[97m\x1b[1m>')
    const first = coloured.split('\n')[0] ?? ''
    expect(first.split('\x1b[').length, 'neighbours are coloured together').to.be.below(30)
  })

  it('shows values in nine steps, the highest slots, and what is not known', () => {
    const values = Array.from({length: 16_384}, (_, slot) =>
      slot > 15_000 ? undefined : slot === 777 ? 900 : 0,
    )
    const unread = [{node: id('d'), reason: 'gone\x1b[31m'}]
    const text = textOf(DAMAGED, {heat: {measure: 'keys', values, estimates: [], sampledMs: 0, unread}})
    const [first = ''] = text.split('\n')
    expect(first).to.equal(`    0 .....>${'.'.repeat(42)}9${'.'.repeat(15)}`)
    expect(text).to.contain(
      '. nothing, 1 to 9: up to 900 keys. The highest:\n  slot 777: 900 keys, 10.0.0.1:7001',
    )
    expect(text).to.contain(
      '10.0.0.4:7004 did not tell: gone\\x1b[31m\nNo value is known of slots 15001-16383.',
    )
    expect(text).to.match(/A {2}10\.0\.0\.1:7001 {2}5461 {3}900 /)
    expect(text).to.match(/D {2}10\.0\.0\.4:7004 {2}1383 {3}- /)
  })

  it('says how memory is estimated, by how much it may be wrong, and what would count it', () => {
    const values = Array.from({length: 16_384}, () => 2048)
    const estimate = {node: id('a'), keys: 5000, measured: 1000, bytes: 2000, error: 40, dataset: undefined}
    const text = textOf('a 0-16383', {
      heat: {measure: 'memory', values, estimates: [estimate], sampledMs: 300, unread: []},
    })
    expect(text).to.contain('up to 2.00K')
    expect(text).to.contain('estimated from 1000 of 5000 keys, measured in 0.3 s')
    expect(text).to.contain('the sum of a node is right to ±2.0%')
    expect(text).to.match(/Redis 8\.4 or later counts the memory of slots itself/)
    const averaged = textOf('a 0-16383', {
      heat: {
        measure: 'memory',
        values,
        estimates: [{...estimate, measured: 0, error: undefined}],
        sampledMs: 0,
        unread: [],
      },
    })
    expect(averaged).to.contain('estimated by the average key of 10.0.0.1:7001, which cannot measure keys.')
    expect(
      textOf('a 0-16383', {heat: {measure: 'memory', values, estimates: [], sampledMs: 0, unread: []}}),
    ).not.to.match(/estimated|Redis 8\.4/)
  })

  it('shows control characters of names as text', () => {
    const text = textOf('a 0-16383 host=x\x1b]0;evil\x07')
    expect(text).to.contain('x\\x1b]0;evil\\x07:7001')
    expect(text.replaceAll('\n', '')).not.to.match(/\p{Cc}/u)
  })
})

describe('[U] map of a plan', () => {
  it('shows the slots as they are, and where each slot that moves goes, even one', () => {
    const before = snapshot('a 0-8191\nb 8192-16383')
    const step = (source: string, target: string, start: number, end = start) =>
      ({
        kind: 'migrate-slots',
        source: id(source),
        target: id(target),
        ranges: [{start, end}],
        method: 'keys',
        after: [],
      }) as const
    const plan = {steps: [step('a', 'b', 0, 31), step('b', 'a', 9000)], warnings: []}
    const lines = planMapText({before, plan}, {colour: false}).split('\n')
    const at = lines.indexOf('>>> What moves, and to which primary')
    expect(lines.slice(1, 2)).to.deep.equal([`    0 ${'A'.repeat(64)}`])
    expect(lines[at + 1]).to.equal(`    0 BB${'.'.repeat(62)}`)
    expect(lines[at + 9]).to.equal(` 8192 ${'.'.repeat(50)}A${'.'.repeat(13)}`)
    expect(
      lines
        .slice(at + 1, at + 17)
        .join('')
        .match(/[AB]/g),
    ).to.have.length(3)
  })
})
