import {expect} from 'chai'
import type {NodeDetail} from '../../../../src/domain/node-detail.js'
import {WatchHistory} from '../../../../src/domain/watch-history.js'
import {detailLines} from '../../../../src/report/watch/detail.js'
import {plainLine} from '../../../../src/report/watch/styled.js'
import {FIRST_VIEW} from '../../../../src/report/watch/view.js'
import {id} from '../../../support/snapshot.js'
import {picture, sample} from '../../../support/watch.js'

const shown = picture(sample('a 0-16383', {stats: () => ({opsPerSecond: 50})}))

function textOf(last: NodeDetail | string | undefined, before?: NodeDetail): string {
  const history = new WatchHistory()
  history.note(shown)
  const view = {...FIRST_VIEW, page: 'node' as const, selected: {kind: 'node' as const, id: id('a')}}
  const detail = last === undefined ? undefined : {before, last}
  return detailLines(
    {picture: shown, history, view, detail, intervalMs: 1000, now: 0},
    {width: 120, height: 40, glyphs: {utf8: true}},
  )
    .map((line) => plainLine(line).trimEnd())
    .join('\n')
}

const DETAIL: NodeDetail = {
  node: id('a'),
  at: 2000,
  sections: [{name: 'Server', lines: ['redis_version:7.2.4', 'os:Linux']}],
  commands: [{name: 'get', calls: 30, microseconds: 60}],
  slow: [{at: 1000, microseconds: 12_345, words: ['SET', 'k\u001B[2J'], client: '10.0.0.9:1'}],
  latency: [{event: 'fork', at: 1000, latestMs: 5, maxMs: 9}],
  refusals: [],
}

describe('[U] page of one node', () => {
  it('has its load, its commands since the last look, slow log, latency and INFO', () => {
    const before = {...DETAIL, at: 1000, commands: [{name: 'get', calls: 10, microseconds: 20}]}
    const text = textOf(DETAIL, before)
    expect(text).to.match(/^10\.0\.0\.1:7001 {2}61000/)
    expect(text).to.match(/\nops\/s +50 +█/)
    expect(text).to.match(/\nget +20\.0 +2\.0\n/)
    expect(text).to.match(/ 12\.3 ms {2}SET k\\x1b\[2J {2}\(10\.0\.0\.9:1\)\n/)
    expect(text).to.match(/\nfork +5 ms +9 ms /)
    expect(text).to.match(/\nServer\nredis_version:7\.2\.4 +os:Linux\n/)
  })

  it('says what cannot be read, and why', () => {
    expect(textOf(undefined)).to.include('reading it...')
    expect(textOf('no answer within 2000 ms')).to.include('It cannot be read: no answer within 2000 ms')
    const refused = {...DETAIL, refusals: [{command: 'SLOWLOG', reason: 'NOPERM no \u001B'}]}
    expect(textOf(refused)).to.include(String.raw`SLOWLOG: NOPERM no \x1b`)
    expect(textOf(refused)).to.include('after the next look')
  })
})
