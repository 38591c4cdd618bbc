import {widthOf} from './cells.js'
import type {Style, StyledLine} from './styled.js'

/** A part of a line that differs from what is on the screen, and the column where it begins, from 0. */
export type ChangedPart = {readonly column: number; readonly line: StyledLine}

/** What a column shows; of a wide character the second column is empty. */
type Cell = {readonly text: string; readonly style: Style}

/** Moving the cursor takes about as many bytes as writing so many characters again. */
const SHORT_GAP = 8

/** The parts of a line that have to be written again. `before`: undefined if nothing is known of the screen. */
export function changedParts(before: StyledLine | undefined, after: StyledLine): ChangedPart[] {
  if (before === undefined) return [{column: 0, line: after}]
  if (isSameLine(before, after)) return []
  const cells = cellsOf(after)
  const old = cellsOf(before)
  const changed = cells.flatMap((cell, at) => (isSame(cell, old[at]) ? [] : [at]))
  return rangesOf(changed).map(({start, end}) => {
    const [from, to] = wholeCharacters(cells, start, end)
    return {column: from, line: lineOf(cells.slice(from, to + 1))}
  })
}

function isSameLine(before: StyledLine, after: StyledLine): boolean {
  return (
    before.length === after.length &&
    before.every(({text, style}, at) => text === after[at]?.text && style === after[at]?.style)
  )
}

function cellsOf(line: StyledLine): Cell[] {
  return line.flatMap(({text, style}) =>
    Array.from(text).flatMap((character): Cell[] =>
      widthOf(character) === 2
        ? [
            {text: character, style},
            {text: '', style},
          ]
        : [{text: character, style}],
    ),
  )
}

function isSame(cell: Cell, other: Cell | undefined): boolean {
  return other !== undefined && cell.text === other.text && cell.style === other.style
}

function rangesOf(columns: readonly number[]): {start: number; end: number}[] {
  const ranges: {start: number; end: number}[] = []
  for (const column of columns) {
    const last = ranges.at(-1)
    if (last && column - last.end <= SHORT_GAP) last.end = column
    else ranges.push({start: column, end: column})
  }
  return ranges
}

function wholeCharacters(cells: readonly Cell[], start: number, end: number): [number, number] {
  return [cells[start]?.text === '' ? start - 1 : start, cells[end + 1]?.text === '' ? end + 1 : end]
}

function lineOf(cells: readonly Cell[]): StyledLine {
  const spans: {text: string; style: Style}[] = []
  for (const {text, style} of cells) {
    const last = spans.at(-1)
    if (last?.style === style) last.text += text
    else spans.push({text, style})
  }
  return spans
}
