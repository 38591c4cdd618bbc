import {formatAddress, type Address} from '../../domain/address.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {NodeId} from '../../domain/node.js'
import type {Condition, WaitLook, WaitOutcome} from '../../domain/wait.js'
import {waitFor} from '../../operations/wait.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {missingLine, missingNodes} from '../../report/wait-text.js'
import {localContext} from '../../cli/local-context.js'
import {openProgress, type ProgressWish} from '../../cli/progress.js'
import {parseConditions} from './conditions.js'
import type {WaitFlags} from './flags.js'

/** What to wait for, and for how many milliseconds. */
export type WaitWords = {readonly conditions: readonly Condition[]; readonly limitMs: number}

/** Reads the flags. Throws USAGE. */
export function parseWait(flags: WaitFlags): WaitWords {
  const limitMs = parseDuration(flags.timeout)
  if (limitMs === undefined) {
    throw new ClusterToolError(
      'USAGE',
      `--timeout cannot be "${flags.timeout}": it is a time such as 500ms, 60s, 5m or 1h, and a number alone is in seconds.`,
    )
  }
  return {conditions: parseConditions(flags.for), limitMs}
}

export type WaitTerminal = {
  readonly connection: ConnectionOptions
  readonly signal: AbortSignal
  readonly json: boolean
  readonly progress: WaitFlags['progress']
}

/** After this time without a look at the cluster, a user wants to know why nothing happens. */
const SILENT_MS = 1000

/** Waits with this terminal: what is missing goes to stderr. */
export async function runWait(
  seed: Address,
  words: WaitWords,
  {connection, signal, json, progress: wish}: WaitTerminal,
): Promise<WaitOutcome> {
  const name = formatAddress(seed)
  const progress = await openProgress(json, (id) => id, wishFor(wish, json))
  const say = (what: string, missing: NodeId[] = []) => progress.listener({type: 'waiting', what, missing})
  const silent = setTimeout(() => say('not all nodes have answered yet'), SILENT_MS)
  try {
    const onLook = (look: WaitLook) => {
      clearTimeout(silent)
      // The line names the nodes itself, and only scripts need their ids.
      const missing = wish === 'ndjson' ? missingNodes(look) : []
      say(fitting(missingLine(look, name), wish), missing)
    }
    return await waitFor(seed, {...words, signal, here: localContext(), onLook}, connection)
  } finally {
    clearTimeout(silent)
    progress.stop()
  }
}

/** A log should say what a command waits for, and a terminal without a size is used as a log. */
function wishFor(wish: ProgressWish, json: boolean): ProgressWish {
  return wish === 'auto' && !json && !isScreen() ? 'plain' : wish
}

function isScreen(): boolean {
  return process.stderr.isTTY && process.stderr.columns > 0
}

/** Room for the spinner and `Waiting: `. */
const BESIDE = 12

/** On a screen the text is one line that is drawn again and again. */
function fitting(text: string, wish: ProgressWish): string {
  const width = isScreen() && wish === 'auto' ? process.stderr.columns - BESIDE : Infinity
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
