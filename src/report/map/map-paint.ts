import {Chalk, supportsColor} from 'chalk'
import type {TextOptions} from '../palette.js'

/** Colours the characters of a picture of slots. Each of them can be read without colour too. */
export type MapPaint = {
  /** A cell of a shard: neighbours get different colours. */
  readonly shard: (index: number, text: string) => string
  /** A cell by how much it has, from 0 to 9. */
  readonly level: (level: number, text: string) => string
  readonly trouble: (text: string) => string
}

// Light backgrounds of the 256 colours, on which black letters can be read. None is red, which is for what is wrong.
const SHARDS = [117, 186, 150, 183, 216, 116, 223, 147] as const
// From pale to strong; what has nothing is left as it is.
const LEVELS = [undefined, 230, 229, 228, 222, 221, 215, 214, 208, 166] as const
const BLACK = 16
const WHITE = 231

/** The paint for a picture; without colour it changes nothing. */
export function mapPaintFor({colour}: TextOptions): MapPaint {
  if (!colour) return {shard: (_index, text) => text, level: (_level, text) => text, trouble: (text) => text}
  const level = (supportsColor && supportsColor.level) || 1
  const chalk = new Chalk({level})
  return {
    shard: (index, text) => chalk.bgAnsi256(SHARDS[index % SHARDS.length] ?? WHITE).ansi256(BLACK)(text),
    level(at, text) {
      const background = LEVELS[at]
      return background === undefined ? text : chalk.bgAnsi256(background).ansi256(BLACK)(text)
    },
    trouble: (text) => chalk.bgRed.whiteBright.bold(text),
  }
}
