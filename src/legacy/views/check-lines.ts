import {isError} from '../../domain/finding.js'
import type {CheckOutcome} from '../../domain/outcome.js'
import type {ClusterSnapshot, Shard} from '../../domain/snapshot.js'
import {explainFindings} from '../../report/finding-text.js'
import {keyLinesOf} from '../../report/key-lines.js'
import {addressesOf} from '../../report/names.js'
import {paintFor} from '../../report/palette.js'
import {reachableShards} from '../../domain/totals.js'
import {verdictLines} from '../../report/verdict-lines.js'
import {verdictsOf} from '../../domain/verdicts.js'
import type {Lines} from '../../cli/lines.js'
import {unreachableLine} from './error-lines.js'
import {legacyNodeLines} from './node-lines.js'
import {type LegacyText, legacyWords} from './words.js'

/** Which parts of a check are shown: `keys` in front of it, and the list of nodes. */
export type CheckParts = {readonly keys: boolean; readonly nodes: boolean}

/** Keys, slots and replicas of each primary in the order of CLUSTER NODES, the sum and the average. */
function legacyKeyLines(snapshot: ClusterSnapshot, options: LegacyText): string[] {
  const places = new Map(snapshot.nodes.map(({id}, at) => [id, at]))
  const place = ({primary}: Shard) => places.get(primary.id) ?? 0
  const shards = reachableShards(snapshot).toSorted((a, b) => place(a) - place(b))
  return keyLinesOf(snapshot, shards, {paint: paintFor(options), words: legacyWords(options.tool)})
}

/** A check; what makes it fail that the imitated tool does not look at is told on stderr, with what to do. */
export function legacyCheckEnding(outcome: CheckOutcome, options: LegacyText): Lines {
  const {status, snapshot, findings} = outcome
  return {
    out: legacyCheckLines(outcome, options, {keys: true, nodes: true}),
    err: [
      ...lostNodeLines(snapshot, options),
      ...(status === 'healthy' ? [] : explainFindings(snapshot, findings.filter(isError))),
    ],
  }
}

/** Keys and slots of each primary. */
export function legacyInfoEnding(snapshot: ClusterSnapshot, options: LegacyText): Lines {
  return {out: legacyKeyLines(snapshot, options), err: lostNodeLines(snapshot, options)}
}

/** Members that could not be read; the imitated tools name them on stderr and go on without. */
function lostNodeLines({nodes}: ClusterSnapshot, {tool}: LegacyText): string[] {
  return nodes
    .filter(({reachable}) => !reachable)
    .map(({address, unreachableBecause}) => unreachableLine(address, unreachableBecause ?? 'no answer', tool))
}

/** The verdicts of a check, as the imitated tool gives them; what it does not look at is left out. */
export function legacyCheckLines(
  outcome: Omit<CheckOutcome, 'status'>,
  options: LegacyText,
  {keys, nodes}: CheckParts,
): string[] {
  const {snapshot} = outcome
  const nameOf = addressesOf(snapshot)
  const inParentheses = (slots: readonly number[]) => `(${slots.join(',')})`
  const listOf = options.tool === 'redis-trib' ? inParentheses : undefined
  return [
    // redis-trib has them in info only.
    ...(keys && options.tool !== 'redis-trib' ? legacyKeyLines(snapshot, options) : []),
    `>>> Performing Cluster Check (using node ${nameOf(snapshot.seed)})`,
    ...(nodes ? legacyNodeLines(snapshot, options.tool) : []),
    ...verdictLines(verdictsOf(outcome), nameOf, paintFor(options), listOf).flatMap((line) =>
      line.includes('Not all 16384 slots') ? [line, ''] : [line],
    ),
  ]
}
