import type {NodeId} from '../../domain/node.js'

/** By what the table can be sorted; `shard`: shard after shard, as with check. */
export const SORTS = ['shard', 'ops', 'memory', 'keys', 'netIn', 'netOut', 'clients', 'lagBytes'] as const

export type WatchSort = (typeof SORTS)[number]

/** What the user wants to see. */
export type WatchView = {
  readonly page: 'table' | 'node' | 'events' | 'help'
  readonly sort: WatchSort
  /** The smallest figure first. */
  readonly reversed: boolean
  /** Only rows that contain this text. */
  readonly filter: string
  /** Keys are added to the filter. */
  readonly typing: boolean
  /** Shards of which only one line is shown, by their primaries. */
  readonly folded: ReadonlySet<NodeId>
  /** Which row is marked: the first one if it is undefined or not shown. */
  readonly selected: {readonly kind: 'shard' | 'node'; readonly id: NodeId} | undefined
  /** How many columns are scrolled out of the table. */
  readonly columnsFrom: number
  /** How many lines are scrolled out of a page. */
  readonly linesFrom: number
}

/** What is shown first. */
export const FIRST_VIEW: WatchView = {
  page: 'table',
  sort: 'shard',
  reversed: false,
  filter: '',
  typing: false,
  folded: new Set(),
  selected: undefined,
  columnsFrom: 0,
  linesFrom: 0,
}
