const STEP = 1024
const UNITS = ['b', 'kb', 'mb', 'gb'] as const
const OTHER_SPELLINGS: Readonly<Record<string, (typeof UNITS)[number]>> = {
  '': 'b',
  k: 'kb',
  kib: 'kb',
  m: 'mb',
  mib: 'mb',
  g: 'gb',
  gib: 'gb',
}

/** Bytes of a size such as `10MB`, `64k` or `512`, in steps of 1024 as all output has them; undefined if the text is none. */
export function parseByteSize(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const spelled = unit.toLowerCase()
  const power = UNITS.findIndex((name) => name === (OTHER_SPELLINGS[spelled] ?? spelled))
  const bytes = power < 0 ? Number.NaN : Math.round(Number(number) * STEP ** power)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}

/** `20MB`, `1.5KB`: as `parseByteSize` reads it, with two decimals at most. */
export function byteSizeText(bytes: number): string {
  const power = UNITS.findLastIndex((_, at) => bytes >= STEP ** at)
  const size = bytes / STEP ** Math.max(0, power)
  return `${Number(size.toFixed(size < 10 ? 2 : 1))}${(UNITS[power] ?? 'b').toUpperCase()}`
}
