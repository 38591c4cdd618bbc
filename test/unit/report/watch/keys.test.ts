import {expect} from 'chai'
import {afterKey, KEYS} from '../../../../src/report/watch/keys.js'
import {watchRows} from '../../../../src/report/watch/rows.js'
import {FIRST_VIEW, SORTS, type WatchView} from '../../../../src/report/watch/view.js'
import {visibleRows} from '../../../../src/report/watch/visible.js'
import {id} from '../../../support/snapshot.js'
import {picture, sample} from '../../../support/watch.js'

const ROWS = watchRows(
  picture(
    sample(
      'a 0-8191 zone=east keys=5\n b 8192-16383 zone=west keys=7\n c replica of a zone=west\n d replica of b down',
      {stats: (_, at) => ({opsPerSecond: [5, 9, 7][at] ?? 0})},
    ),
  ),
  {utf8: true},
)

/** The view after keys that are named, or after `"text"`, which is typed. */
function press(...keys: string[]): WatchView {
  let view: WatchView = FIRST_VIEW
  for (const key of keys) {
    const typed = /^"(.*)"$/.exec(key)?.[1]
    for (const name of typed === undefined ? [key] : typed) {
      const types = name.length === 1 ? name : name === 'space' ? ' ' : undefined
      const after = afterKey(
        view,
        {name: name === ' ' ? 'space' : name, types},
        {rows: shown(view), pageLines: 3, scrollable: 4},
      )
      if (after === 'quit') throw new Error(`${key} ends watch`)
      view = after
    }
  }
  return view
}

function shown(view: WatchView) {
  return visibleRows(ROWS, view)
}

const names = (view: WatchView) => shown(view).map(({name}) => name.replace(/^10\.0\.0\.(\d).*/, '$1'))

describe('[U] keys of watch', () => {
  it('q and ctrl-c end it, also ctrl-c while a filter is typed', () => {
    const context = {rows: ROWS, pageLines: 3, scrollable: 0}
    expect(afterKey(FIRST_VIEW, {name: 'q', types: 'q'}, context)).to.equal('quit')
    expect(afterKey(press('/'), {name: 'ctrl-c', types: undefined}, context)).to.equal('quit')
  })

  it('have no two meanings', () => {
    const all = KEYS.flatMap(({keys}) => keys)
    expect(all).to.deep.equal([...new Set(all)])
  })

  it('without a meaning change nothing', () => {
    expect(press('x', 'f12', 'ctrl-x')).to.deep.equal(FIRST_VIEW)
  })

  it('move the mark, which stays with its node when the order changes', () => {
    expect(press('down', 'down').selected).to.deep.equal({kind: 'node', id: id('c')})
    expect(press('down', 'down', 's').selected).to.deep.equal({kind: 'node', id: id('c')})
    expect(press('end').selected).to.deep.equal({kind: 'node', id: id('d')})
    expect(press('end', 'home').selected).to.deep.equal({kind: 'shard', id: id('a')})
    expect(press('up').selected).to.deep.equal({kind: 'shard', id: id('a')})
    expect(press('pagedown', 'k').selected).to.deep.equal({kind: 'node', id: id('c')})
  })

  it('sort by each figure, the greatest first, and nodes without it last', () => {
    expect(names(FIRST_VIEW)).to.deep.equal(['shard 1', '1', '3', 'shard 2', '2', '4'])
    expect(names(press('s'))).to.deep.equal(['2', '3', '1', '4'])
    expect(names(press('s', 'r'))).to.deep.equal(['1', '3', '2', '4'])
    expect(press(...SORTS.map(() => 's')).sort).to.equal('shard')
  })

  it('filter by what rows contain; a shard is shown with what is left of it', () => {
    expect(names(press('/', '"WEST"'))).to.deep.equal(['shard 1', '3', 'shard 2', '2'])
    expect(names(press('/', '"west pri"', 'enter'))).to.deep.equal(['shard 2', '2'])
    expect(press('/', '"wq"', 'backspace', 'enter')).to.include({filter: 'w', typing: false})
    expect(press('/', '"w"', 'escape')).to.deep.equal(FIRST_VIEW)
    expect(press('/', '"w"', 'enter', 'escape')).to.deep.equal(FIRST_VIEW)
  })

  it('fold one shard, and all', () => {
    expect(names(press('down', 'space'))).to.deep.equal(['shard 1', 'shard 2', '2', '4'])
    expect(press('down', 'space').selected).to.deep.equal({kind: 'shard', id: id('a')})
    expect(names(press('space', 'space'))).to.deep.equal(names(FIRST_VIEW))
    expect(names(press('a'))).to.deep.equal(['shard 1', 'shard 2'])
    expect(names(press('a', 'a'))).to.deep.equal(names(FIRST_VIEW))
  })

  it('go to the pages and back, and scroll them between their ends', () => {
    expect(press('down', 'enter')).to.include({page: 'node'})
    expect(press('down', 'enter').selected).to.deep.equal({kind: 'node', id: id('a')})
    expect(press('h', 'h').page).to.equal('table')
    expect(press('e', 'escape').page).to.equal('table')
    expect(press('e', 'down', 'down').linesFrom).to.equal(2)
    expect(press('e', 'end', 'up').linesFrom).to.equal(3)
    expect(press('e', 'pagedown', 'up', 'up', 'up', 'up').linesFrom).to.equal(0)
  })

  it('scroll columns, and 0 begins anew', () => {
    expect(press('left').columnsFrom).to.equal(0)
    expect(press('right', 'right', 'left').columnsFrom).to.equal(1)
    expect(press('right', 's', 'e', '0')).to.deep.equal(FIRST_VIEW)
  })
})
