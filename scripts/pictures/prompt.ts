import type {Run} from './screen.js'

const STYLE = {color: undefined, bold: true, dim: false}
const START = '$ '
const INDENT = '    '
const END = ' \\'

/** The rows of a command line as you would type it; a long one is continued on the next row. */
export function promptRows(words: readonly string[], columns: number): readonly (readonly Run[])[] {
  const rows: string[] = []
  for (const word of words) {
    const last = rows.at(-1)
    if (last === undefined) rows.push(`${START}${word}`)
    else if (last.length + 1 + word.length + END.length <= columns) rows[rows.length - 1] = `${last} ${word}`
    else {
      rows[rows.length - 1] = `${last}${END}`
      rows.push(`${INDENT}${word}`)
    }
  }
  return rows.map((text) => [{text, style: STYLE}])
}
