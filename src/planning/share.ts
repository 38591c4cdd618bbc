/**
 * Splits an integer by weights into integers that add up to it. Each gets its exact share rounded down, and the rest
 * goes one by one to those with the largest remainder; ties by `rank` (lower first). Throws RangeError if the weights
 * add up to 0.
 */
export function shareOut(
  total: number,
  weights: readonly number[],
  rank: (index: number) => number = (index) => index,
): number[] {
  const sum = weights.reduce((whole, weight) => whole + weight, 0)
  if (!(sum > 0)) throw new RangeError('the sum of the weights must be above 0')
  const exact = weights.map((weight) => (total * weight) / sum)
  const shares = exact.map(Math.floor)
  const left = total - shares.reduce((whole, share) => whole + share, 0)
  const order = exact
    .map((share, index) => ({index, rest: share - Math.floor(share)}))
    .filter(({index}) => (weights[index] ?? 0) > 0)
    // Remainders that differ only by rounding errors are equal.
    .toSorted((a, b) => (Math.abs(a.rest - b.rest) > 1e-9 ? b.rest - a.rest : rank(a.index) - rank(b.index)))
  for (const {index} of order.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1
  return shares
}
