import Table from 'cli-table3'

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

// Empty lists: with a style for the head, cli-table3 loads a second colour library.
const STYLE = {'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true}

/**
 * Columns two spaces apart, without lines, so that cut and awk can read them; without spaces at the end of a line.
 */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return simpleTable([head, ...rows]) ?? anyTable(head, rows)
}

const ESC = '\u001B'
// ASCII without control characters, with one of our colours or none.
const SIMPLE = new RegExp(
  String.raw`^(?:[ -~]*|${ESC}\[3[1-3]m[ -~]*${ESC}\[39m|${ESC}\[0m[ -~]*${ESC}\[0m)$`,
)
const COLOURS = new RegExp(String.raw`${ESC}\[\d+m`, 'g')

/** The same as the library makes, in a tenth of the time; undefined if a cell is not as nearly all cells are. */
function simpleTable(lines: readonly (readonly string[])[]): string | undefined {
  const count = lines[0]?.length ?? 0
  if (!lines.every((line) => line.length === count && line.every((cell) => SIMPLE.test(cell))))
    return undefined
  const widths = Array.from({length: count}, (_, at) =>
    lines.reduce((most, line) => Math.max(most, widthOf(line[at] ?? '')), 0),
  )
  return lines
    .map((line) => line.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell))).join('  '))
    .map((line) => line.replace(/ +$/, ''))
    .join('\n')
}

function widthOf(cell: string): number {
  return cell.startsWith(ESC) ? cell.replace(COLOURS, '').length : cell.length
}

function anyTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({head: [...head], chars: NO_LINES, style: STYLE})
  for (const row of rows) table.push([...row])
  return table.toString().replace(/ +$/gm, '')
}
