import {isError} from '../../domain/finding.js'
import type {CheckOutcome} from '../../domain/outcome.js'
import type {ClusterSnapshot, Shard} from '../../domain/snapshot.js'
import {explainFindings} from '../finding-text.js'
import {keyLinesOf} from '../key-lines.js'
import {addressesOf} from '../names.js'
import {paintFor} from '../palette.js'
import {reachableShards} from '../../domain/totals.js'
import {verdictLines} from '../verdict-lines.js'
import {verdictsOf} from '../../domain/verdicts.js'
import {type OldEnding, unreachableLine} from './error-lines.js'
import {oldNodeLines} from './node-lines.js'
import {type OldOptions, oldWords} from './words.js'

/** Which parts of a check are shown: `keys` in front of it, and the list of nodes. */
export type CheckParts = {readonly keys: boolean; readonly nodes: boolean}

/** Keys, slots and replicas of each primary in the order of CLUSTER NODES, the sum and the average. */
function oldKeyLines(snapshot: ClusterSnapshot, options: OldOptions): string[] {
  const places = new Map(snapshot.nodes.map(({id}, at) => [id, at]))
  const place = ({primary}: Shard) => places.get(primary.id) ?? 0
  const shards = reachableShards(snapshot).toSorted((a, b) => place(a) - place(b))
  return keyLinesOf(snapshot, shards, {paint: paintFor(options), words: oldWords(options.style)})
}

/** A check; what makes it fail that the imitated tool does not look at is told on stderr, with what to do. */
export function oldCheckEnding(outcome: CheckOutcome, options: OldOptions): OldEnding {
  const {status, snapshot, findings} = outcome
  return {
    out: oldCheckLines(outcome, options, {keys: true, nodes: true}),
    err: [
      ...lostNodeLines(snapshot, options),
      ...(status === 'healthy' ? [] : explainFindings(snapshot, findings.filter(isError))),
    ],
  }
}

/** Keys and slots of each primary. */
export function oldInfoEnding(snapshot: ClusterSnapshot, options: OldOptions): OldEnding {
  return {out: oldKeyLines(snapshot, options), err: lostNodeLines(snapshot, options)}
}

/** Members that could not be read; the imitated tools name them on stderr and go on without. */
function lostNodeLines({nodes}: ClusterSnapshot, {style}: OldOptions): string[] {
  return nodes
    .filter(({reachable}) => !reachable)
    .map(({address, unreachableBecause}) =>
      unreachableLine(address, unreachableBecause ?? 'no answer', style),
    )
}

/** The verdicts of a check, as the imitated tool gives them; what it does not look at is left out. */
export function oldCheckLines(
  outcome: Omit<CheckOutcome, 'status'>,
  options: OldOptions,
  {keys, nodes}: CheckParts,
): string[] {
  const {snapshot} = outcome
  const nameOf = addressesOf(snapshot)
  const inParentheses = (slots: readonly number[]) => `(${slots.join(',')})`
  const listOf = options.style === 'redis-trib' ? inParentheses : undefined
  return [
    // redis-trib has them in info only.
    ...(keys && options.style !== 'redis-trib' ? oldKeyLines(snapshot, options) : []),
    `>>> Performing Cluster Check (using node ${nameOf(snapshot.seed)})`,
    ...(nodes ? oldNodeLines(snapshot, options.style) : []),
    ...verdictLines(verdictsOf(outcome), nameOf, paintFor(options), listOf).flatMap((line) =>
      line.includes('Not all 16384 slots') ? [line, ''] : [line],
    ),
  ]
}
