import type {NodeDetail} from '../../domain/node-detail.js'
import type {WatchHistory} from '../../domain/watch-history.js'
import type {WatchPicture} from '../../domain/watch.js'
import type {Glyphs} from './cells.js'
import type {WatchView} from './view.js'

/** Everything that a screen is made of. */
export type WatchModel = {
  readonly picture: WatchPicture
  readonly history: WatchHistory
  readonly view: WatchView
  /** What is known of the marked node, on its page: the reading before the last one, too, or why there is none. */
  readonly detail: {readonly before: NodeDetail | undefined; readonly last: NodeDetail | string} | undefined
  readonly intervalMs: number
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The size of a screen, and what it can show. */
export type ScreenSize = {readonly width: number; readonly height: number; readonly glyphs: Glyphs}
