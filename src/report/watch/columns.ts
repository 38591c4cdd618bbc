import type {Glyphs} from './cells.js'
import {meter, percent, shortBytes, shortCount} from './figures.js'
import type {RowFigures, WatchRow} from './rows.js'
import type {Style} from './styled.js'

/** A column of the table of nodes. */
export type WatchColumn = {
  readonly head: string
  readonly width: number
  readonly align: 'start' | 'end'
  readonly cell: (row: WatchRow, glyphs: Glyphs) => string
  readonly style?: (row: WatchRow) => Style
  /** In a narrow terminal, columns are left out by this number, the lowest one first. */
  readonly leaves: number
}

const BAR_WIDTH = 8
const NEARLY_FULL = 0.9

/** The columns beside that of the name, whose width depends on the names. */
export const COLUMNS: readonly WatchColumn[] = [
  text('role', 7, ({role}) => role, 10),
  {
    ...text('state', 11, ({state}) => state.text, 20),
    style: ({state: {severity}}) => (severity === 'ok' ? 'plain' : severity),
  },
  text('slots', 11, ({slots}) => slots, 8),
  figure('keys', shortCount, {head: 'keys', width: 5, leaves: 12}),
  {
    ...figure('memory', shortBytes, {head: 'memory', width: 6, leaves: 14}),
    style: ({figures}) => (fullness(figures) >= NEARLY_FULL ? 'warning' : 'plain'),
  },
  {
    head: 'of max',
    width: BAR_WIDTH,
    align: 'start',
    cell: ({figures}, glyphs) => (figures.maxMemory ? meter(fullness(figures), BAR_WIDTH, glyphs) : '-'),
    style: ({figures}) => (fullness(figures) >= NEARLY_FULL ? 'warning' : 'plain'),
    leaves: 7,
  },
  figure('ops', shortCount, {head: 'ops/s', width: 5, leaves: 15}),
  figure('hitRate', percent, {head: 'hits', width: 4, leaves: 9}),
  figure('netIn', shortBytes, {head: 'in/s', width: 5, leaves: 5}),
  figure('netOut', shortBytes, {head: 'out/s', width: 5, leaves: 6}),
  figure('clients', shortCount, {head: 'conns', width: 5, leaves: 4}),
  figure('lagBytes', shortBytes, {head: 'lag', width: 5, leaves: 11}),
  figure('lagSeconds', (seconds) => `${seconds}`, {head: 'lag s', width: 5, leaves: 3}),
  text('zone', 12, ({zone}) => zone, 2),
  text('version', 9, ({version}) => version, 1),
]

function text(head: string, width: number, cell: WatchColumn['cell'], leaves: number): WatchColumn {
  return {head, width, align: 'start', cell, leaves}
}

/** A column of a figure; a dash if it is not known. */
function figure(
  name: keyof RowFigures,
  format: (value: number) => string,
  place: Pick<WatchColumn, 'head' | 'width' | 'leaves'>,
): WatchColumn {
  const cell = ({figures}: WatchRow) => {
    const value = figures[name]
    return value === undefined ? '-' : format(value)
  }
  return {...place, align: 'end', cell}
}

/** Part of the memory limit that is used; 0 without a limit. */
function fullness({memory, maxMemory}: RowFigures): number {
  return memory && maxMemory ? memory / maxMemory : 0
}

/**
 * The columns that fit beside a name in this width. `from`: as many are scrolled out on the left, so that those on the
 * right can be seen in a narrow terminal.
 */
export function fittingColumns(width: number, from: number): readonly WatchColumn[] {
  if (from > 0) return firstFitting(COLUMNS.slice(Math.min(from, COLUMNS.length - 1)), width)
  const leaving = COLUMNS.toSorted((a, b) => a.leaves - b.leaves)
  let kept = COLUMNS
  while (totalWidth(kept) > width && leaving.length > 0) {
    const next = leaving.shift()
    kept = kept.filter((column) => column !== next)
  }
  return kept
}

function firstFitting(columns: readonly WatchColumn[], width: number): readonly WatchColumn[] {
  const count = columns.findIndex((_, at) => totalWidth(columns.slice(0, at + 1)) > width)
  return count < 0 ? columns : columns.slice(0, count)
}

/** With a space before each. */
function totalWidth(columns: readonly WatchColumn[]): number {
  return columns.reduce((sum, {width}) => sum + width + 1, 0)
}
