import {expect} from 'chai'
import type {SavedLine} from '../../../../src/domain/saved-key.js'
import {chooseSaved, savedCautions} from '../../../../src/planning/import/saved.js'

const NOW = 1_000_000
const FOOTER = '0123456789'

describe('[U] the copy of a saved key that is restored', () => {
  it('is the last one of a node', () => {
    expect(chosen(line('a', 'old'), line('a', 'new'))).to.deep.equal(['new of a'])
  })

  it('is chosen for each key of each database', () => {
    const other = {...line('a', 'other'), db: 1}
    expect(chosen(line('a', 'one'), other)).to.deep.equal(['one of a', 'other of a'])
  })

  it('is any of them if nodes agree, whatever version wrote them', () => {
    const other = {...line('b', 'same'), payload: Buffer.from('sameABCDEFGHIJ')}
    expect(chosen(line('a', 'same'), other)).to.deep.equal(['same of b'])
  })

  it('is not certain if the last copies of two nodes differ', () => {
    const lines = [line('a', 'new'), line('b', 'other'), line('a', 'same')]
    expect(chosen(...lines)).to.deep.equal(['same of a, but b, a'])
    expect(chosen(...lines, line('b', 'same'))).to.deep.equal(['same of b'])
  })

  it('is not certain if one would live longer', () => {
    const lines = [line('a', 'x', {timeToLiveMs: 60_000}), line('b', 'x', {timeToLiveMs: 57_000})]
    expect(chosen(...lines)).to.deep.equal(['x of b, but a, b'])
    expect(chosen(line('a', 'x', {timeToLiveMs: 60_000}), line('b', 'x'))).to.deep.equal(['x of b, but a, b'])
    const later = line('b', 'x', {timeToLiveMs: 50_000, savedAt: NOW + 9000})
    expect(chosen(line('a', 'x', {timeToLiveMs: 60_000}), later)).to.deep.equal(['x of b'])
  })

  it('is never one that has expired, or that was followed by one that has expired', () => {
    const over = {timeToLiveMs: 10, savedAt: NOW - 10}
    expect(chosen(line('a', 'old'), line('a', 'new', over))).to.deep.equal(['gone'])
    expect(chosen(line('a', 'old'), line('b', 'new', over))).to.deep.equal(['old of a'])
  })

  it('is mentioned in cautions with --replace only, damaged lines always', () => {
    const choices = chooseSaved([line('a', 'one'), line('b', 'other')], NOW)
    expect(savedCautions('f', {broken: [], choices}, 'keep-both')).to.deep.equal([])
    expect(savedCautions('f', {broken: [], choices}, 'replace').join()).to.contain(
      'different copies of some keys (1).',
    )
    const broken = Array.from({length: 22}, (_, at) => at + 1)
    expect(savedCautions('f', {broken, choices: []}, 'skip').join()).to.match(
      /restored from .*: 1, 2, .* 20 and 2 more\./,
    )
  })
})

function chosen(...lines: readonly SavedLine[]): string[] {
  return chooseSaved(lines, NOW).map(({latest, contenders}) => {
    if (!latest) return 'gone'
    const value = latest.payload.subarray(0, -FOOTER.length).toString()
    return `${value} of ${latest.node}${contenders.length > 0 ? `, but ${contenders.join(', ')}` : ''}`
  })
}

function line(node: string, value: string, changed: Partial<SavedLine> = {}): SavedLine {
  const [key, payload] = [Buffer.from('k'), Buffer.from(value + FOOTER)]
  return {node, db: 0, slot: 1, key, payload, timeToLiveMs: -1, savedAt: NOW, ...changed}
}
