import {ownLine} from '../domain/node.js'
import type {NodeId, NodeLine} from '../domain/node.js'
import {formatRanges, type SlotRange} from '../domain/slot.js'

/** What each of some nodes says about all nodes. */
export type Views = ReadonlyMap<NodeId, readonly NodeLine[]>

/** `node` has outdated information about `about`: its role, or only its slots. */
export type Stale = {readonly node: NodeId; readonly about: NodeId; readonly role: boolean}

/** Pairs of nodes where the view of one about the other differs from what that one says about itself. */
export function staleIn(views: Views): Stale[] {
  const own = new Map([...views].map(([id, lines]) => [id, ownLine(lines)]))
  const speakers = [...own.values()].filter((said) => said !== undefined).length
  const right = new Set<NodeLine>()
  return [...views].flatMap(([node, lines]) =>
    countRight(lines, own, right) === speakers ? [] : staleOf(node, lines, own),
  )
}

type OwnLines = ReadonlyMap<NodeId, NodeLine | undefined>

/** Nearly always all are right, and n views have n * n lines, but few different ones: `right` are those seen before. */
function countRight(lines: readonly NodeLine[], own: OwnLines, right: Set<NodeLine>): number {
  let count = 0
  for (const line of lines) {
    if (!right.has(line)) {
      const said = own.get(line.id)
      if (!said || describe(line) !== describe(said)) continue
      right.add(line)
    }
    count++
  }
  return count
}

function staleOf(node: NodeId, lines: readonly NodeLine[], own: OwnLines): Stale[] {
  const stale: Stale[] = []
  const seen = new Map(lines.map((line) => [line.id, line]))
  for (const [about, said] of own) {
    const line = seen.get(about)
    if (!said || (line && describe(line) === describe(said))) continue
    stale.push({node, about, role: roleOf(line) !== roleOf(said)})
  }
  return stale
}

/** Lines of nodes in handshake at one of these addresses, `host:port`, and the nodes that have them. */
export function handshakesIn(views: Views, addresses: ReadonlySet<string>): {by: NodeId; at: string}[] {
  return [...views].flatMap(([by, lines]) =>
    lines
      .filter(({flags}) => flags.includes('handshake'))
      .flatMap(({host, port}) => {
        const at = `${host}:${port}`
        return addresses.has(at) ? [{by, at}] : []
      }),
  )
}

/** The nodes that know one of these nodes. */
export function knowersIn(views: Views, nodes: readonly NodeId[]): {by: NodeId; node: NodeId}[] {
  const wanted = new Set(nodes)
  if (wanted.size === 0) return []
  return [...views].flatMap(([by, lines]) =>
    lines.flatMap(({id}) => (wanted.has(id) ? [{by, node: id}] : [])),
  )
}

/** `node` has the config epoch of `keeper`; `slots`: what it owns. */
export type EpochClash = {
  readonly node: NodeId
  readonly keeper: NodeId
  readonly slots: readonly SlotRange[]
}

/**
 * Owners of slots that have the same config epoch according to themselves: of each group all but the one with the
 * greatest id, which servers do not change (clusterHandleConfigEpochCollision in cluster.c), with that one.
 */
export function epochClashesIn(views: Views): EpochClash[] {
  const keepers = new Map<number, NodeId>()
  const clashes: EpochClash[] = []
  const owners = [...views].flatMap(([id, lines]) => {
    const own = ownLine(lines)
    return own?.role === 'primary' && own.slots.length > 0
      ? [{id, epoch: own.configEpoch, slots: own.slots}]
      : []
  })
  for (const {id, epoch, slots} of owners.toSorted((a, b) => (a.id < b.id ? 1 : -1))) {
    const keeper = keepers.get(epoch)
    if (keeper === undefined) keepers.set(epoch, id)
    else clashes.push({node: id, keeper, slots})
  }
  return clashes
}

const descriptions = new WeakMap<NodeLine, string>()

function describe(line: NodeLine): string {
  const known = descriptions.get(line)
  if (known !== undefined) return known
  const text = `${roleOf(line)} ${formatRanges(line.slots)}`
  descriptions.set(line, text)
  return text
}

function roleOf(line: NodeLine | undefined): string {
  return line ? `${line.role} ${line.primaryId ?? '-'}` : ''
}
