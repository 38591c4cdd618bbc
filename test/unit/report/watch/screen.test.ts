import {expect} from 'chai'
import {runChecks} from '../../../../src/checks/index.js'
import {WatchHistory} from '../../../../src/domain/watch-history.js'
import type {WatchNews, WatchPicture} from '../../../../src/domain/watch.js'
import {widthOf} from '../../../../src/report/watch/cells.js'
import type {WatchModel} from '../../../../src/report/watch/model.js'
import {screenLines, scrollableLines} from '../../../../src/report/watch/screen.js'
import {plainLine} from '../../../../src/report/watch/styled.js'
import {FIRST_VIEW, type WatchView} from '../../../../src/report/watch/view.js'
import {id} from '../../../support/snapshot.js'
import {clusterText, picture, sample, TAKEN_AT} from '../../../support/watch.js'

const NOW = Date.parse(TAKEN_AT)

function model(shown: WatchPicture, view: Partial<WatchView> = {}): WatchModel {
  const history = new WatchHistory()
  history.note(shown)
  return {
    picture: shown,
    history,
    view: {...FIRST_VIEW, ...view},
    detail: undefined,
    intervalMs: 1000,
    now: NOW,
  }
}

function linesOf(one: WatchModel, width = 80, height = 24, utf8 = true): string[] {
  return screenLines(one, {width, height, glyphs: {utf8}}).map(plainLine)
}

function checked(text: string, more: Partial<WatchPicture> = {}): WatchPicture {
  const taken = sample(text)
  const findings = runChecks(taken.snapshot).map((finding) => ({finding, since: NOW - 65_000}))
  return picture(taken, {findings, ...more})
}

/** Reading and checking big clusters takes time, so each is made once. */
const CLUSTERS = new Map<number, WatchPicture>()

function clusterOf(nodes: number): WatchPicture {
  const known = CLUSTERS.get(nodes) ?? checked(`${clusterText(nodes)}\nlost down fail`)
  CLUSTERS.set(nodes, known)
  return known
}

const PAGES: readonly WatchView['page'][] = ['table', 'node', 'events', 'help']

describe('[U] screen of watch', () => {
  for (const [width, height] of [
    [80, 24],
    [120, 40],
    [200, 60],
    [30, 5],
    [1, 1],
  ] as const) {
    for (const nodes of [6, 60, 200]) {
      it(`has exactly ${width} columns and ${height} lines with ${nodes} nodes, on each page`, () => {
        const shown = clusterOf(nodes)
        for (const page of PAGES) {
          const one = model(shown, {page, selected: {kind: 'node', id: id('n0')}})
          const lines = linesOf(one, width, height)
          expect(lines).to.have.length(height)
          for (const line of lines) expect(widthOf(line), line).to.equal(width)
        }
      })
    }
  }

  it('shows the verdict, a line for each shard and node, and since when something is wrong', () => {
    const lines = linesOf(
      model(checked('a 0-16383 keys=1200 host=x\n b replica of a link=down downfor=9 host=y')),
    )
    expect(lines[0]).to.match(/^clustertool watch 10\.0\.0\.1:7001 +every 1s, read in 12 ms /)
    expect(lines[1]).to.match(/^healthy, 1 warning *$/)
    expect(lines[2]).to.match(/^1 primary, 1 replica {2}slots 16384 {2}keys 1\.2k {2}memory 1\.0M/)
    expect(lines[5]).to.match(/^- shard 1 +2 nodes link down /)
    expect(lines[6]).to.match(/^ {2}x:7001 +primary ok +0-16383 +1\.2k /)
    expect(lines[7]).to.match(/^ {2}y:7002 +replica link down /)
    expect(lines.join('\n')).to.match(/\nwarning {2}1m05s replication-broken: /)
  })

  it('says in the verdict that slots are not covered, and which nodes are lost', () => {
    const lines = linesOf(model(checked('a 0-8191\n b 8192-16383 down fail')))
    expect(lines[1]).to.match(/^\d errors?, /)
    expect(lines[2]).to.match(/^1 primary, 0 replicas, 1 lost {2}slots 8192 of 16384/)
  })

  it('goes on with the last picture while no node answers, and says how old it is', () => {
    const shown = picture(sample('a 0-16383'), {unread: 'Node h:1 cannot be used: refused.'})
    const lines = linesOf({...model(shown), now: NOW + 7000})
    expect(lines[1]).to.match(/^No node answers; this is 7s old\. Node h:1 cannot be used: refused\./)
    expect(lines[6]).to.include('10.0.0.1:7001')
  })

  it('shows text of servers as text: escape sequences, wide characters and those that turn others around', () => {
    const hostile = '\u001B[2J\u202Eevil\u0007日本'
    const shown = checked('a 0-16383', {
      through: hostile,
      seedLost: hostile,
      news: [
        {
          type: 'transition',
          at: NOW,
          transition: {
            kind: 'node-lost',
            node: {id: id('a'), host: hostile, address: hostile},
            reason: hostile,
          },
        },
      ],
    })
    const named = sample('a 0-16383', {
      nodes: {a: {address: hostile, host: hostile, unreachableBecause: hostile}},
    })
    for (const page of PAGES) {
      const lines = linesOf(model({...shown, sample: named}, {page, selected: {kind: 'node', id: id('a')}}))
      expect(lines.join('')).not.to.match(/[\p{Cc}\p{Cf}]/u)
      for (const line of lines) expect(widthOf(line), line).to.equal(80)
    }
    const all = linesOf(model({...shown, sample: named}), 200).join('\n')
    expect(all).to.include(String.raw`\x1b[2J\u{202e}evil\x07日本`)
  })

  it('has only ASCII if the terminal cannot show more', () => {
    const shown = checked('a 0-16383 memory=5 maxmemory=10 host=日本')
    for (const page of PAGES) {
      expect(linesOf(model(shown, {page}), 120, 40, false).join('')).to.match(/^[\x20-\x7e]*$/)
    }
  })

  it('shows moves with progress and the time left', () => {
    const shown = checked('a 0-16383\n b', {
      moves: [
        {
          by: 'command',
          who: 'reshard on h, process 7',
          source: id('a'),
          target: id('b'),
          slots: 64,
          progress: {moved: 30, total: 100},
          since: NOW - 5000,
          leftMs: 12_000,
        },
      ],
    })
    expect(linesOf(model(shown), 120).join('\n')).to.match(
      /\nmove {3}10\.0\.0\.1:7001 > 10\.0\.0\.2:7002 {2}████░{8} 30% of 100 slots {2}12s left {2}reshard on h, process 7 {2}for 5s/,
    )
  })

  it('keeps a place for moves, findings and events when there are many of each, and says how many more there are', () => {
    const news: WatchNews[] = Array.from({length: 50}, (_, at) => ({
      type: 'transition',
      at: NOW + at,
      transition: {kind: 'node-back', node: {id: id('n1'), host: 'h', address: `h:${at}`}},
    }))
    const lost = Array.from({length: 20}, (_, at) => `x${at} down fail`).join('\n')
    const lines = linesOf(model(checked(`${clusterText(40)}\n${lost}`, {news})))
    expect(lines.filter((line) => line.startsWith('warning'))).to.have.length.at.least(2)
    expect(lines.filter((line) => line.includes('answers again'))).to.have.length.at.least(2)
    expect(lines.filter((line) => /^\.\.\. and \d+ more: press e/.test(line))).to.have.length(2)
    expect(
      lines.find((line) => / \d+ of 100 rows /.test(line)),
      lines.join('\n'),
    ).not.to.equal(undefined)
    expect(lines.find((line) => line.includes('answers again'))).to.include('h:49')
  })

  it('keeps the marked row in sight', () => {
    const shown = clusterOf(200)
    const lines = linesOf(model(shown, {selected: {kind: 'node', id: id('n150')}}))
    expect(lines.join('\n')).to.include('10.0.0.151:7151')
  })

  it('scrolls a page no further than to its end', () => {
    const one = model(checked(clusterText(60)), {page: 'events'})
    const size = {width: 80, height: 10, glyphs: {utf8: true}}
    const end = scrollableLines(one, size)
    const at = (linesFrom: number) => linesOf({...one, view: {...one.view, linesFrom}}, 80, 10)
    expect(end).to.be.above(0)
    expect(at(end + 100)).to.deep.equal(at(end))
    expect(at(end - 1)).not.to.deep.equal(at(end))
  })
})
