import {setTimeout as sleep} from 'node:timers/promises'
import {watchDocument} from '../../contract/watch.js'
import type {Address} from '../../domain/address.js'
import {EXIT_CODES} from '../../domain/errors.js'
import type {FindingCode} from '../../domain/finding.js'
import {unlessEnded} from '../../domain/unless-ended.js'
import type {WatchPicture} from '../../domain/watch.js'
import {Watcher} from '../../operations/watch.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {openSession, type Session} from '../../redis/session.js'
import {localContext} from '../../cli/local-context.js'
import {endEvenIfUnread} from '../../cli/streams.js'
import {WORDS} from '../../report/document-words.js'
import {WatchScreen} from './screen.js'

/** What to watch, and how. */
export type WatchContext = {
  readonly seed: Address
  /** The other nodes that were named. */
  readonly otherSeeds: readonly Address[]
  readonly connection: ConnectionOptions
  readonly intervalMs: number
  /** Aborted when the command is to end. */
  readonly signal: AbortSignal
  readonly colour: boolean
  /** Findings that the profile says to ignore. */
  readonly ignore: readonly FindingCode[]
}

/** For so long a reading waits for a node that does not answer; then the others are shown without it. */
const PATIENCE_MS = 2000

/**
 * Shows the cluster on the whole terminal until the user ends it. Returns the exit code. Throws as takeSample does if
 * the cluster cannot be read at the beginning; then nothing was shown.
 */
export async function watchOnScreen(context: WatchContext): Promise<number> {
  await using session = openSession(context.connection)
  const watcher = watcherOf(session, context)
  const first = await unlessEnded(watcher.next(), context.signal)
  if (!first) return EXIT_CODES.CANCELLED
  const closed = new AbortController()
  const screen = new WatchScreen(watcher, {...context, onClose: () => closed.abort()})
  try {
    screen.show(first)
    const signal = AbortSignal.any([context.signal, closed.signal])
    await readOn(watcher, {...context, signal}, (picture) => screen.show(picture))
  } finally {
    screen.close()
  }
  return context.signal.aborted ? EXIT_CODES.CANCELLED : 0
}

/** Prints a document in a line for each reading, until a signal or the end of the reader. Returns the exit code. */
export async function watchInLines(context: WatchContext): Promise<number> {
  await using session = openSession(context.connection)
  const watcher = watcherOf(session, context)
  const readerGone = new AbortController()
  process.stdout.once('error', () => readerGone.abort())
  const signal = AbortSignal.any([context.signal, readerGone.signal])
  const print = (picture: WatchPicture) => {
    // A reader that stalls gets fewer pictures; all of them would wait in memory.
    if (process.stdout.writableNeedDrain) return
    process.stdout.write(`${JSON.stringify(watchDocument(picture, WORDS))}\n`)
  }
  const first = await unlessEnded(watcher.next(), signal)
  if (first) {
    print(first)
    await readOn(watcher, {...context, signal}, print)
  }
  endEvenIfUnread(context.signal)
  return context.signal.aborted ? EXIT_CODES.CANCELLED : 0
}

function watcherOf(session: Session, {seed, otherSeeds, connection, ignore}: WatchContext): Watcher {
  const patienceMs = Math.min(PATIENCE_MS, connection.commandTimeoutMs)
  return new Watcher(session, seed, {here: localContext(), patienceMs, ignore, otherSeeds})
}

/** Reads once for each interval, and never while the reading before is not done. */
async function readOn(
  watcher: Watcher,
  {intervalMs, signal}: Pick<WatchContext, 'intervalMs' | 'signal'>,
  show: (picture: WatchPicture) => void,
): Promise<void> {
  for (let due = performance.now() + intervalMs; ; due = Math.max(due + intervalMs, performance.now())) {
    const pause = sleep(Math.max(0, due - performance.now()), undefined, {signal})
    await pause.catch(() => undefined)
    if (signal.aborted) return
    const picture = await unlessEnded(watcher.next(), signal)
    if (!picture) return
    show(picture)
  }
}
