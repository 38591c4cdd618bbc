import type {WatchPicture} from '../../domain/watch.js'
import {WatchHistory} from '../../domain/watch-history.js'
import {namesOf} from '../names.js'
import type {Glyphs} from './cells.js'
import {headLines} from './head.js'
import {findingLinesOf, moveLines} from './panels.js'
import {watchRows} from './rows.js'
import {paintedLine, plainLine, type StyledLine} from './styled.js'
import {tableLines} from './table.js'
import {FIRST_VIEW} from './view.js'

type OnceOptions = {
  readonly width: number
  readonly colour: boolean
  readonly glyphs: Glyphs
  /** Milliseconds since 1970. */
  readonly now: number
}

/** One picture as text: the totals, a line for each shard and node, the moves and the findings. No line end at the end. */
export function onceText(picture: WatchPicture, {width, colour, glyphs, now}: OnceOptions): string {
  const rows = watchRows(picture, glyphs)
  const context = {nameOf: namesOf(picture.sample.snapshot), glyphs, now}
  const head = headLines({picture, history: new WatchHistory(), width, glyphs, now, intervalMs: undefined})
  const lines: StyledLine[] = [
    // Without the curve, which has one point.
    ...head.slice(0, -1),
    ...tableLines(rows, FIRST_VIEW, {width, height: rows.length + 1, glyphs, marks: false}),
    ...moveLines(picture.moves, context),
    ...findingLinesOf(picture.findings, picture.sample.snapshot.nodes, context),
  ]
  return lines.map((line) => (colour ? paintedLine(line, true) : plainLine(line)).trimEnd()).join('\n')
}
