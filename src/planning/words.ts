/** The first few items, and the number of others. */
export function listSome(items: readonly string[]): string {
  const shown = items.slice(0, 4).join(', ')
  return items.length > 4 ? `${shown} and ${items.length - 4} more` : shown
}
