import {parseControlChange} from '../../domain/control-change.js'
import {CONTROL_VERBS, type ControlVerbRequest} from '../../domain/control.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import {nearest} from '../../domain/nearest.js'
import {isTargetWord} from '../../profiles/target.js'

type Verb = (typeof CONTROL_VERBS)[number]

/** What was typed: which operation, if any was named, and what to tell it. */
export type ControlWords = {readonly name: string | undefined; readonly request: ControlVerbRequest}

/**
 * Reads `[OPERATION|NODE] [VERB] [SETTING...]`; a node may be two words, `host port`. Without a verb it is status. `by`:
 * who does it. Throws USAGE.
 */
export function readWords(
  words: readonly string[],
  {by, timeout}: {readonly by: string; readonly timeout: string},
): ControlWords {
  const at = words.findIndex(isVerb)
  const before = at < 0 ? words : words.slice(0, at)
  const verb = at < 0 ? 'status' : (words[at] as Verb)
  const rest = at < 0 ? [] : words.slice(at + 1)
  const name = nameOf(before)
  const [extra] = rest
  if (verb !== 'set' && extra !== undefined) {
    throw new ClusterToolError('USAGE', `"${extra}" is one word too many: ${verb} takes none.`)
  }
  return {name, request: requestOf(verb, {by, limitMs: limitOf(timeout), rest})}
}

function isVerb(word: string): word is Verb {
  return (CONTROL_VERBS as readonly string[]).includes(word)
}

/** Which operation is meant; undefined: the only one. Throws USAGE. */
export function nameOf(words: readonly string[]): string | undefined {
  const [first, ...others] = joined(words)
  if (first === undefined) return undefined
  if (!isOperation(first) && !isTargetWord(first)) throw notToTell(first)
  const [extra] = others
  if (extra !== undefined) throw notToTell(extra)
  return first
}

/** `host port` as one word. */
function joined([first, second, ...rest]: readonly string[]): readonly string[] {
  if (first === undefined || second === undefined) return first === undefined ? [] : [first]
  return /^\d+$/.test(second) ? [`${first}:${second}`, ...rest] : [first, second, ...rest]
}

/** Ids begin with a date; the number of a process is in them. */
export function isOperation(word: string): boolean {
  return /^\d+$|^\d{4}-\d\d-\d\dT[\w-]+$/.test(word)
}

function notToTell(word: string): ClusterToolError {
  const meant = nearest(word, CONTROL_VERBS)
  return new ClusterToolError(
    'USAGE',
    `"${word}" is nothing that an operation can be told${meant ? `; did you mean ${meant}?` : '.'}`,
    {
      hints: [
        `It can be told ${CONTROL_VERBS.join(', ')}.`,
        'An operation is named by its id, its process, or a node of its cluster, such as 10.0.0.1:7000 or @prod.',
      ],
    },
  )
}

type RequestFacts = {readonly by: string; readonly limitMs: number; readonly rest: readonly string[]}

function requestOf(verb: Verb, {by, limitMs, rest}: RequestFacts): ControlVerbRequest {
  if (verb === 'status') return {do: 'status'}
  if (verb === 'pause') return {do: 'pause', by, limitMs}
  if (verb === 'set') return {do: 'set', by, settings: parseControlChange(rest)}
  return {do: verb, by}
}

function limitOf(text: string): number {
  const limitMs = parseDuration(text)
  if (limitMs !== undefined) return limitMs
  throw new ClusterToolError(
    'USAGE',
    `--timeout cannot be "${text}": it is a time such as 500ms, 60s, 5m or 1h, and a number alone is in seconds.`,
  )
}
