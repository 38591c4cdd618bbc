import {SLOT_COUNT} from '../../domain/slot.js'

/** What a cell of a picture shows: one character, and how it is coloured. */
export type GridCell = {readonly text: string; readonly paint: (text: string) => string}

const LABEL = String(SLOT_COUNT - 1).length + 1
const SLOTS_IN_ROW = 1024
/** Cells in a row, the most first. Each divides the slots of a row, so that rows begin with round numbers. */
const WIDTHS = [512, 256, 128, 64, 32, 16] as const
const DEFAULT_COLUMNS = 80

/** The number of slots that a cell stands for in a terminal with this many columns. */
export function slotsInCell(columns = DEFAULT_COLUMNS): number {
  const cells = WIDTHS.find((cells) => LABEL + cells <= columns) ?? 16
  return SLOTS_IN_ROW / cells
}

/** Rows of cells, each after the number of its first slot. `size`: the slots of each cell. */
export function gridLines(cells: readonly GridCell[], size: number): string[] {
  const inRow = SLOTS_IN_ROW / size
  return Array.from({length: Math.ceil(cells.length / inRow)}, (_, row) => {
    const label = `${row * SLOTS_IN_ROW}`.padStart(LABEL - 1)
    return `${label} ${runsOf(cells.slice(row * inRow, (row + 1) * inRow)).join('')}`
  })
}

/** Neighbours that look alike are coloured together, which keeps the output short. */
function runsOf(cells: readonly GridCell[]): string[] {
  const runs: {text: string; readonly first: GridCell}[] = []
  for (const cell of cells) {
    const last = runs.at(-1)
    if (last?.first.paint === cell.paint) last.text += cell.text
    else runs.push({text: cell.text, first: cell})
  }
  return runs.map(({text, first}) => first.paint(text))
}
