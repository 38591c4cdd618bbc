import {count} from '../domain/count.js'
import type {NodeId} from '../domain/node.js'
import {
  conditionText,
  type Judged,
  type WaitLook,
  type Missing,
  type MissingCode,
  type WaitOutcome,
} from '../domain/wait.js'
import {namesAmong, type NameOf} from './names.js'
import {list, printable} from './words.js'

/** What is still missing, in one line; `seed`: the node that the user named. Equal states have equal lines. */
export function missingLine({judged, nodes, unread}: WaitLook, seed: string): string {
  if (unread !== undefined) return `${printable(seed)} cannot be read: ${printable(unread)}`
  const nameOf = namesAmong(nodes)
  return judged
    .filter(({missing}) => missing.length > 0)
    .map((one) => judgedText(one, nameOf))
    .join('; ')
}

function judgedText({condition, missing}: Judged, nameOf: NameOf): string {
  return `${conditionText(condition)} (${missingTexts(missing, nameOf).join(', ')})`
}

/** Equal reasons for several nodes are one phrase. */
function missingTexts(missing: readonly Missing[], nameOf: NameOf): string[] {
  const codes = [...new Set(missing.map(({code}) => code))]
  return codes.map((code) => {
    const same = missing.filter((one) => one.code === code)
    const nodes = [...new Set(same.flatMap((one) => one.nodes))]
    return missingText({code, nodes, known: same[0]?.known ?? 0}, nameOf)
  })
}

/** Number of nodes that are named; the line should fit on a screen. */
const NAMED = 1

/** One reason in a few words, such as `10.0.0.5:7000 is in handshake`. */
function missingText({code, nodes, known = 0}: Missing, nameOf: NameOf): string {
  const words = WORDS[code]
  if (words === undefined) return code
  const [one, many] = words
  const text = nodes.length === 1 ? one : many
  return text.replace('{nodes}', list(nodes.map(nameOf), NAMED)).replace('{known}', count(known, 'node'))
}

/** For one node, and for several. What is not here is named by its code, as in a check. */
const WORDS: {readonly [C in MissingCode]?: readonly [one: string, many: string]} = {
  'slots-uncovered': ['slots have no owner that answers', 'slots have no owner that answers'],
  'slots-open': ['slots are open on {nodes}', 'slots are open on {nodes}'],
  'slots-claimed-twice': ['{nodes} claims slots of another', '{nodes} claim the same slots'],
  'cluster-state-fail': ['{nodes} reports cluster_state fail', '{nodes} report cluster_state fail'],
  'views-disagree': ['{nodes} names other owners of slots', '{nodes} name other owners of slots'],
  'node-unknown': ['{nodes} is not known to all', '{nodes} are not known to all'],
  'node-handshake': ['{nodes} is in handshake', '{nodes} are in handshake'],
  'node-failed': ['{nodes} is flagged fail', '{nodes} are flagged fail'],
  'node-suspected': ['{nodes} is flagged fail?', '{nodes} are flagged fail?'],
  'node-without-address': ['{nodes} has no known address', '{nodes} have no known address'],
  'node-unreachable': ['{nodes} does not answer', '{nodes} do not answer'],
  'node-loading': ['{nodes} is loading its data', '{nodes} are loading their data'],
  'replica-unlinked': ['{nodes} has no link to its primary', '{nodes} have no link to their primaries'],
  'replica-syncing': ['{nodes} is receiving its first copy', '{nodes} are receiving their first copies'],
  'replica-behind': ['{nodes} is behind its primary', '{nodes} are behind their primaries'],
  'other-role': ['{nodes} has the other role', '{nodes} have the other role'],
  'other-count': ['the cluster has {known}', 'the cluster has {known}'],
  'other-version': ['{nodes} runs another version', '{nodes} run other versions'],
}

/** The words of a reason in a document. */
export function describeMissing({nodes}: Pick<WaitLook, 'nodes'>): (missing: Missing) => string {
  const nameOf = namesAmong(nodes)
  return (missing) => missingText(missing, nameOf)
}

/** The sentence at the end: what holds now and how long it took, or what is still missing. */
export function waitText(
  {status, milliseconds, last}: WaitOutcome,
  {seed, limitMs}: {readonly seed: string; readonly limitMs: number},
): string {
  if (status === 'reached') {
    const held = last.judged.map(({condition}) => conditionText(condition))
    return `Reached after ${duration(milliseconds)}: ${held.join(', ')}.`
  }
  return `Gave up after ${duration(limitMs)}: ${missingLine(last, seed)}.`
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${Math.round(milliseconds / 100) / 10} s`
}

/** The nodes that something is missing of, each once. */
export function missingNodes({judged}: WaitLook): NodeId[] {
  return [...new Set(judged.flatMap(({missing}) => missing.flatMap(({nodes}) => nodes)))]
}
