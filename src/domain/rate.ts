/** How much a move may send per second: bytes of memory that keys use on the source, or keys. */
export type Rate = {readonly unit: 'bytes' | 'keys'; readonly perSecond: number}

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1000,
  mb: 1000 ** 2,
  gb: 1000 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
}

/** Bytes of a size such as `500KB`, `20MB` or `1.5GiB`; undefined if the text is none, or less than one byte. */
export function parseSize(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]+)$/i.exec(text) ?? []
  const bytes = Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? Number.NaN))
  return bytes >= 1 && Number.isSafeInteger(bytes) ? bytes : undefined
}

/** A rate such as `20MB/s` or `5000keys/s`; undefined if the text is none. */
export function parseRate(text: string): Rate | undefined {
  const [, amount = ''] = /^(.+)\/s$/.exec(text) ?? []
  const [, keys] = /^(\d{1,12})keys$/.exec(amount) ?? []
  if (keys !== undefined) return Number(keys) >= 1 ? {unit: 'keys', perSecond: Number(keys)} : undefined
  const bytes = parseSize(amount)
  return bytes === undefined ? undefined : {unit: 'bytes', perSecond: bytes}
}

/** `20MB`, `1.5KB`: bytes in steps of 1000, as `parseSize` reads them. */
export function sizeText(bytes: number): string {
  const [unit, size] = (['gb', 'mb', 'kb'] as const)
    .map((name) => [name, UNITS[name] ?? 1] as const)
    .find(([, least]) => bytes >= least) ?? ['b', 1]
  return `${Number((bytes / size).toFixed(bytes / size < 10 ? 2 : 1))}${unit.toUpperCase()}`
}

/** `20MB/s` or `5000keys/s`, as `parseRate` reads it. */
export function rateText({unit, perSecond}: Rate): string {
  return unit === 'keys' ? `${perSecond}keys/s` : `${sizeText(perSecond)}/s`
}
