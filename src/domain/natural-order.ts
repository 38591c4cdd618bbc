/**
 * Compares names with numbers in them as people do: `host:9000` comes before `host:10000`. For sort(). An Intl.Collator
 * does that, too, but loading its tables takes 5 ms of each run.
 */
export function naturalOrder(a: string, b: string): number {
  const others = b.split(NUMBERS)
  for (const [at, part] of a.split(NUMBERS).entries()) {
    const other = others[at]
    if (other === undefined) return 1
    // Every second part is a number.
    const order = (at % 2 === 1 ? Number(part) - Number(other) : 0) || byCharacters(part, other)
    if (order !== 0) return order
  }
  return byCharacters(a, b)
}

const NUMBERS = /(\d+)/

function byCharacters(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
