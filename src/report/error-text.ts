import {printableLines} from './words.js'

/** What there is to say of an error, whoever threw it. */
export type ErrorWords = {readonly message: string; readonly hints: readonly string[]}

/** The message, then a line per hint; for stderr. No line end after the last line. */
export function errorText({message, hints}: ErrorWords): string {
  return [`Error: ${printableLines(message)}`, ...hints.map((hint) => `  ${printableLines(hint)}`)].join('\n')
}
