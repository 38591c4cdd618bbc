import {printableLines} from './words.js'

/** The text of an error. */
export type ErrorWords = {readonly message: string; readonly hints: readonly string[]}

/** The message, then one line per hint; for stderr. No line end after the last line. */
export function errorText({message, hints}: ErrorWords): string {
  return [`Error: ${printableLines(message)}`, ...hints.map((hint) => `  ${printableLines(hint)}`)].join('\n')
}
