import type {Finding, FindingCode} from '../domain/finding.js'
import type {Move} from '../domain/move.js'
import {slotsOf} from '../domain/slot.js'

/** Findings that make moving slots unsafe wherever they are. */
const AGAINST_MOVES: ReadonlySet<FindingCode> = new Set([
  'slots-uncovered',
  'slots-open',
  'slots-claimed-twice',
  'views-disagree',
  'cluster-state-fail',
])

/** Findings that matter only of a node that takes part in a move. */
const AGAINST_ENDS: ReadonlySet<FindingCode> = new Set([
  'node-failed',
  'node-suspected',
  'node-unreachable',
  'node-loading',
])

/**
 * Those findings that forbid these moves. An open slot does not, when the moves are to finish just what was begun with
 * it, and a dead node does not when it has no part in them.
 */
export function findingsAgainst(moves: readonly Move[], findings: readonly Finding[]): Finding[] {
  const ends = new Set(moves.flatMap(({source, target}) => [source, target]))
  return findings.filter((finding) => {
    if (finding.code === 'slots-open') return !isContinued(finding, moves)
    if (AGAINST_MOVES.has(finding.code)) return true
    return AGAINST_ENDS.has(finding.code) && finding.nodes.some((node) => ends.has(node))
  })
}

function isContinued(finding: Finding & {code: 'slots-open'}, moves: readonly Move[]): boolean {
  const {direction, peer, ranges} = finding
  const [node] = finding.nodes
  const [source, target] = direction === 'migrating' ? [node, peer] : [peer, node]
  const meant = new Set(
    moves
      .filter((move) => move.source === source && move.target === target)
      .flatMap((move) => [...slotsOf(move.ranges)]),
  )
  return [...slotsOf(ranges)].every((slot) => meant.has(slot))
}
