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
  const table = new Table({head: [...head], chars: NO_LINES, style: STYLE})
  for (const row of rows) table.push([...row])
  return table.toString().replace(/ +$/gm, '')
}
