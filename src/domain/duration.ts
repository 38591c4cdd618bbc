const UNITS: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000}

/** The longest timer of Node.js, in milliseconds: about 24 days. */
const LONGEST_MS = 2_147_483_647

/**
 * Milliseconds of a duration such as `500ms`, `60s`, `5m` or `1h`; a number without a unit is in seconds. Undefined if
 * the text is none, or if the duration is zero or longer than 24 days.
 */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? []
  const milliseconds = Math.round(Number(number) * (UNITS[unit] ?? Number.NaN))
  return milliseconds >= 1 && milliseconds <= LONGEST_MS ? milliseconds : undefined
}
