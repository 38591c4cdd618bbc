/** The sizes of the options of a command in words, the option included, or one of the sizes below. */
export type OptionSizes = ReadonlyMap<string, number>

/** The size of an option that takes all words after it. */
export const REST = 0
/** The size of an option that is followed by a number of fields and these fields. */
export const FIELDS = -1
/** The size of an option that is followed by a number of fields, and these fields with their values. */
export const FIELDS_AND_VALUES = -2

/** A name or an option in upper case; empty for a word that is missing, or longer than any of these. */
export function nameAt(words: readonly Buffer[], at: number): string {
  const word = words[at]
  return word === undefined || word.length > LONGEST ? '' : word.toString('latin1').toUpperCase()
}

/** A whole number from 0, such as a database or a number of keys; undefined for another word. */
export function numberAt(words: readonly Buffer[], at: number): number | undefined {
  const word = words[at]
  if (word === undefined || !isDigits(word) || word.length > 9) return undefined
  return Number(word.toString('latin1'))
}

/** Whether the word consists of digits only. */
export function isDigits(word: Buffer): boolean {
  return word.length > 0 && word.every((byte) => byte >= 48 && byte <= 57)
}

/**
 * Where the options are that begin at this word, by their names; if one is there twice, the last one. Undefined if the
 * words are not what the command's syntax says.
 */
export function optionsFrom(
  words: readonly Buffer[],
  from: number,
  sizes: OptionSizes,
): ReadonlyMap<string, number> | undefined {
  const found = new Map<string, number>()
  for (let at = from; at < words.length;) {
    const name = nameAt(words, at)
    const end = endOf(words, at, sizes.get(name))
    if (end === undefined || end > words.length) return undefined
    found.set(name, at)
    at = end
  }
  return found
}

function endOf(words: readonly Buffer[], at: number, size: number | undefined): number | undefined {
  if (size === undefined || size > 0) return size && at + size
  if (size === REST) return words.length
  const count = numberAt(words, at + 1)
  return count === undefined ? undefined : at + 2 - size * count
}

/** Sizes of options: first those of a single word, then others by their sizes. */
export function sizesOf(flags: string, others: Readonly<Record<string, number>> = {}): OptionSizes {
  const single = flags
    .split(' ')
    .filter(Boolean)
    .map((name) => [name, 1] as const)
  return new Map([...single, ...Object.entries(others)])
}

// GEORADIUSBYMEMBER has 17.
const LONGEST = 20
