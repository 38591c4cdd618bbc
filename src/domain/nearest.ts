/** The name that a misspelled one probably means; undefined if none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(typed.length / 3))
  const [best] = names
    .map((name) => ({name, distance: distanceBetween(typed, name)}))
    .filter(({distance}) => distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
  return best?.name ?? onlyOne(names.filter((name) => typed.length > 1 && name.startsWith(typed)))
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined
}

/** Number of letters that are wrong, missing, superfluous, or swapped with the next one. */
function distanceBetween(a: string, b: string): number {
  const rows: number[][] = [Array.from({length: b.length + 1}, (_, at) => at)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const cost = (di: number, dj: number) => (di === 0 ? row[j - dj] : rows[i - di]?.[j - dj]) ?? Infinity
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        cost(1, 0) + 1,
        cost(0, 1) + 1,
        cost(1, 1) + Number(!same),
        swapped ? cost(2, 2) + 1 : Infinity,
      )
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? Infinity
}

/** All names, those that are most similar to the typed one first. */
export function nearestFirst(typed: string, names: readonly string[]): readonly string[] {
  return names
    .map((name) => ({name, distance: distanceBetween(typed, name)}))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({name}) => name)
}
