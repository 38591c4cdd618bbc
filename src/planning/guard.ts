import type {Finding, FindingCode, FindingOf} from '../domain/finding.js'
import type {Move} from '../domain/move.js'
import {type SlotRange, slotsOf} from '../domain/slot.js'

/** Findings that make moving slots unsafe, whichever nodes they are about. */
const AGAINST_MOVES: ReadonlySet<FindingCode> = new Set([
  'slots-uncovered',
  'slots-open',
  'slots-claimed-twice',
  'views-disagree',
  'cluster-state-fail',
])

/** Findings that matter only for nodes that take part in a move. */
const AGAINST_ENDS: ReadonlySet<FindingCode> = new Set([
  'node-failed',
  'node-suspected',
  'node-unreachable',
  'node-loading',
])

/**
 * The findings that forbid these moves. An open slot does not if the moves finish exactly what was started with it,
 * and a dead node does not if it takes no part in them.
 */
export function findingsAgainst(moves: readonly Move[], findings: readonly Finding[]): Finding[] {
  const ends = new Set(moves.flatMap(({source, target}) => [source, target]))
  const open = findings.filter((finding) => finding.code === 'slots-open')
  return findings.filter((finding) => {
    if (finding.code === 'slots-open') return !isContinued(finding, moves, open)
    if (AGAINST_MOVES.has(finding.code)) return true
    return AGAINST_ENDS.has(finding.code) && finding.nodes.some((node) => ends.has(node))
  })
}

type Open = FindingOf<'slots-open'>

/**
 * If the source has lost its mark, it has accepted writes to keys that the target also has, and the move cannot
 * continue.
 */
function isContinued(
  {direction, nodes: [node], peer, ranges}: Open,
  moves: readonly Move[],
  open: readonly Open[],
) {
  const [source, target] = direction === 'migrating' ? [node, peer] : [peer, node]
  const meant = slotsIn(moves.filter((move) => move.source === source && move.target === target))
  const sent = slotsIn(
    open.filter((one) => one.direction === 'migrating' && one.nodes[0] === source && one.peer === target),
  )
  return [...slotsOf(ranges)].every((slot) => meant.has(slot) && sent.has(slot))
}

function slotsIn(parts: readonly {readonly ranges: readonly SlotRange[]}[]): Set<number> {
  return new Set(parts.flatMap(({ranges}) => [...slotsOf(ranges)]))
}
