import {namesOf} from '../names.js'
import {fittingParts, type Glyphs} from './cells.js'
import {detailLines} from './detail.js'
import {headLines} from './head.js'
import {helpLines} from './help.js'
import type {ScreenSize, WatchModel} from './model.js'
import {findingLinesOf, moveLines, newsLines, type PanelContext} from './panels.js'
import {watchRows, type WatchRow} from './rows.js'
import {fittedLine, span, type StyledLine} from './styled.js'
import {SORT_HEADS, tableLines} from './table.js'
import type {WatchView} from './view.js'
import {visibleRows} from './visible.js'

/** The rows of the table in the order in which they are shown. */
export function shownRows(
  {picture, view}: Pick<WatchModel, 'picture' | 'view'>,
  glyphs: Glyphs,
): readonly WatchRow[] {
  return visibleRows(watchRows(picture, glyphs), view)
}

/** The whole screen: exactly `height` lines of exactly `width` columns. */
export function screenLines(model: WatchModel, size: ScreenSize): StyledLine[] {
  const {width, height, glyphs} = size
  const head = headLines({...model, width, glyphs})
  const body = bodyLines(model, {...size, height: bodyHeight(size)})
  const lines = [...head, ...body, footer(model.view, width)].slice(0, height)
  return Array.from({length: height}, (_, at) => fittedLine(lines[at] ?? [], width, glyphs))
}

/** How many lines of a page can be scrolled out; 0 for the table. */
export function scrollableLines(model: WatchModel, size: ScreenSize): number {
  if (model.view.page === 'table') return 0
  return Math.max(0, pageLines(model, size).length - bodyHeight(size))
}

function bodyHeight({height}: ScreenSize): number {
  return Math.max(0, height - HEAD_LINES - 1)
}

const HEAD_LINES = 4

function bodyLines(model: WatchModel, size: ScreenSize): StyledLine[] {
  const {view} = model
  const lines = view.page === 'table' ? tablePage(model, size) : pageFrom(pageLines(model, size), view, size)
  return Array.from({length: size.height}, (_, at) => lines[at] ?? [])
}

function pageLines(model: WatchModel, size: ScreenSize): readonly StyledLine[] {
  const {picture, history, view} = model
  if (view.page === 'help') return helpLines()
  if (view.page === 'node') return detailLines(model, size)
  const context = contextOf(model, size)
  return [
    [span('Findings', 'strong')],
    ...orNone(findingLinesOf(picture.findings, picture.sample.snapshot.nodes, context)),
    [],
    [span('Moves', 'strong')],
    ...orNone(moveLines(picture.moves, context)),
    [],
    [span('Events, the latest first', 'strong')],
    ...orNone(newsLines(history.news, context)),
  ]
}

function orNone(lines: readonly StyledLine[]): readonly StyledLine[] {
  return lines.length > 0 ? lines : [[span('none', 'dim')]]
}

/** As much of a page as fits; never more is scrolled out than is needed to see its end. */
function pageFrom(
  lines: readonly StyledLine[],
  {linesFrom}: WatchView,
  {height}: ScreenSize,
): readonly StyledLine[] {
  const from = Math.min(linesFrom, Math.max(0, lines.length - height))
  return lines.slice(from, from + height)
}

function contextOf({picture, now}: WatchModel, {glyphs}: ScreenSize): PanelContext {
  return {nameOf: namesOf(picture.sample.snapshot), glyphs, now}
}

/** The table, and below it what is wrong and what has happened, as far as there is room. */
function tablePage(model: WatchModel, size: ScreenSize): StyledLine[] {
  const {picture, history, view} = model
  const rows = shownRows(model, size.glyphs)
  const context = contextOf(model, size)
  const panels = [
    moveLines(picture.moves, context),
    findingLinesOf(picture.findings, picture.sample.snapshot.nodes, context),
    newsLines(history.news, context),
  ]
  const room = Math.max(0, size.height - 1)
  const below = Math.min(Math.max(1, lengthOf(panels)), roomBelow(room, rows.length + 1))
  const table = tableLines(rows, view, {...size, height: room - below, marks: true})
  const gap = room - below - table.length
  return [
    ...table,
    ...Array.from({length: gap}, () => []),
    borderLine(rows.length, table.length - 1, size),
    ...(lengthOf(panels) === 0 ? [[span(CALM, 'dim')]] : panelLines(panels, below)),
  ]
}

const CALM = 'No findings, no moves, and no events so far.'

/** As many lines below the table as make sense. */
const FEW = 5

/** The table has what it needs if a few lines are left for what is wrong, and otherwise three fifths. */
function roomBelow(room: number, needed: number): number {
  return room - needed >= FEW ? room - needed : Math.floor(room * 0.4)
}

/** The border says how many rows are not shown. */
function borderLine(rows: number, shown: number, {width, glyphs}: ScreenSize): StyledLine {
  const words = shown < rows ? ` ${shown} of ${rows} rows ` : ''
  const dash = glyphs.utf8 ? '─' : '-'
  return [span(`${dash}${words}`.padEnd(width, dash), 'dim')]
}

/** Each panel has a third if all are full; what one does not need is for those after it. */
function panelLines(panels: readonly (readonly StyledLine[])[], room: number): StyledLine[] {
  let left = room
  return panels.flatMap((lines, at) => {
    const later = panels.slice(at + 1).filter((other) => other.length > 0).length
    const shown = withRest(
      lines,
      Math.max(Math.ceil(left / (later + 1)), left - lengthOf(panels.slice(at + 1))),
    )
    left -= shown.length
    return shown
  })
}

function lengthOf(panels: readonly (readonly StyledLine[])[]): number {
  return panels.reduce((sum, lines) => sum + lines.length, 0)
}

function withRest(lines: readonly StyledLine[], room: number): readonly StyledLine[] {
  if (lines.length <= room) return lines
  if (room <= 0) return []
  return [...lines.slice(0, room - 1), [span(`... and ${lines.length - room + 1} more: press e`, 'dim')]]
}

function footer({typing, filter, page, sort}: WatchView, width: number): StyledLine {
  if (typing) return [span(`filter: ${filter}_`, 'strong'), span('  enter: keep it, escape: clear it', 'dim')]
  const words =
    page === 'table'
      ? [
          'q end',
          'h help',
          'enter node',
          'e events',
          filter === '' ? '/ filter' : `/ filter: ${filter}`,
          `s sort: ${SORT_HEADS[sort]}`,
          'space fold',
          'left/right columns',
        ]
      : ['q end', 'escape back', 'up/down scroll', 'h help']
  return [span(fittingParts(words, width), 'dim')]
}
