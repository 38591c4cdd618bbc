/** `1 node`, `3 keys`, `2 primaries`. */
export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`
  return `${number} ${/[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`
}

/** The first few items, and the number of others. */
export function listSome(items: readonly string[]): string {
  const shown = items.slice(0, 4).join(', ')
  return items.length > 4 ? `${shown} and ${items.length - 4} more` : shown
}
