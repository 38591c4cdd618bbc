import type {PieceReading} from '../../../redis/pieces/piece.js'
import type {SourceKey} from '../../../redis/pieces/source-key.js'
import type {TargetCopy} from '../../../redis/pieces/target-copy.js'
import type {PieceType} from '../../../redis/pieces/value-types.js'
import type {PieceSize} from './piece-size.js'
import {orEnd} from './server-said.js'
import type {PieceTimes} from './times.js'

/** A key that is being copied, and the two names for messages. */
export type Copying = {
  readonly source: SourceKey
  readonly copy: TargetCopy
  readonly sourceName: string
  readonly targetName: string
  readonly key: Buffer
  readonly type: PieceType
  readonly times: PieceTimes
  readonly size: PieceSize
  /** Waits until so many elements may be sent. */
  readonly admit: (elements: number) => Promise<void>
  /** Milliseconds of a round trip, which holds no server. */
  readonly roundTripMs: number
}

/**
 * Copies a value piece by piece. Returns whether single elements of it expire by themselves. Throws CopyEnded if an
 * end refuses or does not answer.
 */
export async function copyPieces(copying: Copying): Promise<{readonly expires: boolean}> {
  const {source, copy, sourceName, targetName, key, type, times, size} = copying
  let expires = false
  let readMs = 0
  const reading: PieceReading = {
    key,
    copy: copy.name,
    size: () => size.next,
    ask: async (commands) => {
      const [replies, ms] = await timed(orEnd(sourceName, source.ask(commands)), copying)
      times.addRead(ms)
      readMs = Math.max(readMs, ms)
      return replies
    },
  }
  for await (const piece of pieces()) {
    await copying.admit(piece.elements)
    const [, ms] = await timed(orEnd(targetName, copy.add(piece.writes)), copying)
    times.addWritten(piece.isLong ? 0 : ms)
    if (piece.elements > 0) size.learn(Math.max(readMs, ms))
    readMs = 0
    expires ||= piece.expires ?? false
  }
  return {expires}

  /** Error replies that the reading throws itself are the source's. */
  async function* pieces() {
    const all = type.read(reading)
    for (;;) {
      const {value, done} = await orEnd(sourceName, all.next())
      if (done) return
      yield value
    }
  }
}

async function timed<T>(work: Promise<T>, {roundTripMs}: Copying): Promise<readonly [T, number]> {
  const start = performance.now()
  const value = await work
  return [value, Math.max(0.01, performance.now() - start - roundTripMs)]
}
