/** The part of a board that says where spots are. */
type SpotPlaces = {
  readonly spots: readonly {readonly at: readonly number[]}[]
  readonly places: readonly number[]
}

/** For each place of this kind, how many of these spots are there. */
export function countAt({places, spots}: SpotPlaces, list: readonly number[], kind: number): number[] {
  const there = Array.from({length: places[kind] ?? 0}, () => 0)
  for (const spot of list) {
    const place = spots[spot]?.at[kind]
    if (place !== undefined) there[place] = (there[place] ?? 0) + 1
  }
  return there
}

/** What the first list has beyond the second one. */
export function surplus(spots: readonly number[], others: readonly number[]): number[] {
  return others.reduce((left, spot) => (left.includes(spot) ? without(left, spot) : left), [...spots])
}

/** The list without one of this spot. */
export function without(spots: readonly number[], spot: number): number[] {
  const index = spots.indexOf(spot)
  return spots.filter((_, at) => at !== index)
}
