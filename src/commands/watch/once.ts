import {watchDocument} from '../../contract/watch.js'
import type {CommandDocument} from '../../contract/document.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {isError} from '../../domain/finding.js'
import {unlessEnded} from '../../domain/unless-ended.js'
import {Watcher} from '../../operations/watch.js'
import {openSession} from '../../redis/session.js'
import {localContext} from '../../cli/local-context.js'
import {hasBlocks} from '../../report/bar.js'
import {WORDS} from '../../report/document-words.js'
import {onceText} from '../../report/watch/once-text.js'
import type {WatchContext} from './run.js'

/** What one picture has to say. */
export type WatchedOnce = {
  readonly document: () => CommandDocument<'watch'>
  readonly toText: () => string
  readonly exitCode: number
}

/**
 * Takes one picture; undefined if the signal is aborted first. It waits for each node as long as the flags allow. Throws
 * as takeSample does.
 */
export async function watchOnce(
  {seed, otherSeeds, connection, colour, signal, ignore}: WatchContext,
  width: number | undefined,
): Promise<WatchedOnce | undefined> {
  await using session = openSession(connection)
  const patienceMs = connection.connectTimeoutMs + connection.commandTimeoutMs
  const watcher = new Watcher(session, seed, {here: localContext(), patienceMs, ignore, otherSeeds})
  const picture = await unlessEnded(watcher.next(), signal)
  if (!picture) return undefined
  const options = {width: width ?? WIDE, colour, glyphs: {utf8: hasBlocks()}, now: Date.now()}
  return {
    document: () => watchDocument(picture, WORDS),
    toText: () => onceText(picture, options),
    exitCode: picture.findings.some(({finding}) => isError(finding)) ? EXIT_CODES.UNHEALTHY : 0,
  }
}

/** In a file or a pipe, all columns have room. */
const WIDE = 160
