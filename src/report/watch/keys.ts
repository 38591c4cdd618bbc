import {FIRST_VIEW, SORTS, type WatchView} from './view.js'
import type {WatchRow} from './rows.js'
import {COLUMNS} from './columns.js'
import {selectedIndex} from './visible.js'

/** A pressed key: its name, such as `up` or `s`, and the character that it types, if it types one. */
export type PressedKey = {readonly name: string; readonly types: string | undefined}

/** What the keys act on. */
export type KeyContext = {
  /** The rows that are shown, in their order. */
  readonly rows: readonly WatchRow[]
  /** How many lines a page has, and how many of the present page can be scrolled out. */
  readonly pageLines: number
  readonly scrollable: number
}

type KeyAction = (view: WatchView, context: KeyContext) => WatchView | 'quit'

/** A line of the table of keys: its keys, what they do, and the function. */
type KeyLine = {readonly keys: readonly string[]; readonly does: string; readonly action: KeyAction}

/** All keys, in the order of the help. docs/watch.md has the same table. */
export const KEYS: readonly KeyLine[] = [
  {keys: ['q', 'ctrl-c'], does: 'end', action: () => 'quit'},
  {keys: ['h', '?'], does: 'help, and back', action: (view) => toPage(view, 'help')},
  {keys: ['up', 'k'], does: 'the row, or the line, above', action: by(-1)},
  {keys: ['down', 'j'], does: 'the row, or the line, below', action: by(1)},
  {keys: ['pageup'], does: 'a page up', action: (view, context) => by(-context.pageLines)(view, context)},
  {keys: ['pagedown'], does: 'a page down', action: (view, context) => by(context.pageLines)(view, context)},
  {keys: ['home', 'g'], does: 'to the top', action: by(-Infinity)},
  {keys: ['end'], does: 'to the bottom', action: by(Infinity)},
  {keys: ['enter'], does: 'show the marked node in detail', action: openNode},
  {
    keys: ['escape', 'backspace'],
    does: 'back to the table; there: clear the filter',
    action: (view) => (view.page === 'table' ? {...view, filter: ''} : toPage(view, view.page)),
  },
  {keys: ['e'], does: 'all findings and events, and back', action: (view) => toPage(view, 'events')},
  {keys: ['/'], does: 'filter: type parts of what rows contain; enter ends', action: typeFilter},
  {keys: ['s'], does: 'sort by the next figure', action: (view) => ({...view, sort: nextSort(view)})},
  {keys: ['r'], does: 'reverse the order', action: (view) => ({...view, reversed: !view.reversed})},
  {keys: ['space'], does: 'fold or unfold the shard of the marked row', action: foldOne},
  {keys: ['a'], does: 'fold or unfold all shards', action: foldAll},
  {keys: ['left'], does: 'columns to the left', action: (view) => withColumns(view, view.columnsFrom - 1)},
  {keys: ['right'], does: 'columns to the right', action: (view) => withColumns(view, view.columnsFrom + 1)},
  {keys: ['0'], does: 'everything as at the start', action: () => FIRST_VIEW},
]

/** The view after a key, or that the user wants to end. A key without a meaning changes nothing. */
export function afterKey(view: WatchView, key: PressedKey, context: KeyContext): WatchView | 'quit' {
  if (view.typing && key.name !== 'ctrl-c') return afterFilterKey(view, key)
  const line = KEYS.find(({keys}) => keys.includes(key.name))
  return line ? line.action(view, context) : view
}

function afterFilterKey(view: WatchView, {name, types}: PressedKey): WatchView {
  if (name === 'enter') return {...view, typing: false}
  if (name === 'escape') return {...view, typing: false, filter: ''}
  if (name === 'backspace') return {...view, filter: Array.from(view.filter).slice(0, -1).join('')}
  return types === undefined ? view : {...view, filter: `${view.filter}${types}`}
}

function toPage(view: WatchView, page: WatchView['page']): WatchView {
  return {...view, page: view.page === page ? 'table' : page, linesFrom: 0}
}

function by(steps: number): KeyAction {
  return (view, {rows, scrollable}) => {
    if (view.page !== 'table') {
      return {...view, linesFrom: Math.max(0, Math.min(scrollable, view.linesFrom + steps))}
    }
    const at = Math.max(0, Math.min(rows.length - 1, selectedIndex(rows, view) + steps))
    const row = rows[at]
    return row ? {...view, selected: {kind: row.kind, id: row.id}} : view
  }
}

function openNode(view: WatchView, {rows}: KeyContext): WatchView {
  const row = rows[selectedIndex(rows, view)]
  if (view.page !== 'table' || !row) return view
  return {...view, page: 'node', linesFrom: 0, selected: {kind: row.kind, id: row.id}}
}

function typeFilter(view: WatchView): WatchView {
  return {...view, page: 'table', typing: true}
}

function nextSort({sort}: WatchView): WatchView['sort'] {
  return SORTS[(SORTS.indexOf(sort) + 1) % SORTS.length] ?? sort
}

function foldOne(view: WatchView, {rows}: KeyContext): WatchView {
  const shard = rows[selectedIndex(rows, view)]?.shard
  if (shard === undefined || view.sort !== 'shard') return view
  const folded = new Set(view.folded)
  if (!folded.delete(shard)) folded.add(shard)
  return {...view, folded, selected: {kind: 'shard', id: shard}}
}

function foldAll(view: WatchView, {rows}: KeyContext): WatchView {
  const shards = rows.flatMap(({kind, id}) => (kind === 'shard' ? [id] : []))
  return {...view, folded: view.folded.size > 0 ? new Set() : new Set(shards)}
}

function withColumns(view: WatchView, from: number): WatchView {
  return {...view, columnsFrom: Math.max(0, Math.min(COLUMNS.length - 1, from))}
}
