import type {WatchRow} from './rows.js'
import type {WatchView} from './view.js'

/** The rows that the user wants to see, in the wanted order. Only shard after shard has rows of shards. */
export function visibleRows(rows: readonly WatchRow[], view: WatchView): readonly WatchRow[] {
  const {sort, filter, folded} = view
  const matching = rows.filter((row) => row.kind === 'node' && matches(row, filter))
  if (sort !== 'shard') return sorted(matching, sort, view.reversed)
  const shards = new Set(matching.map(({shard}) => shard))
  return rows.filter((row) => {
    if (row.kind === 'shard') return shards.has(row.shard)
    return matching.includes(row) && !(row.shard !== undefined && folded.has(row.shard))
  })
}

function matches({name, role, zone, version, state, slots}: WatchRow, filter: string): boolean {
  const text = [name, role, zone, version, state.text, slots].join(' ').toLowerCase()
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** The greatest figure first; rows without one are last. */
function sorted(
  rows: readonly WatchRow[],
  by: Exclude<WatchView['sort'], 'shard'>,
  reversed: boolean,
): WatchRow[] {
  const known = rows.filter(({figures}) => figures[by] !== undefined)
  const unknown = rows.filter(({figures}) => figures[by] === undefined)
  const factor = reversed ? 1 : -1
  return [...known.toSorted((a, b) => factor * ((a.figures[by] ?? 0) - (b.figures[by] ?? 0))), ...unknown]
}

/** The index of the marked row; 0 if it is not shown. */
export function selectedIndex(rows: readonly WatchRow[], {selected}: WatchView): number {
  const exact = rows.findIndex(({kind, id}) => kind === selected?.kind && id === selected.id)
  // The row of a node may be folded into that of its shard.
  return Math.max(0, exact >= 0 ? exact : rows.findIndex(({id}) => id === selected?.id))
}
