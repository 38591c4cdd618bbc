const UNITS = ['B', 'K', 'M', 'G', 'T'] as const

/** `512B`, `1.45M`: bytes in steps of 1024, as in the servers' own `_human` fields. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  for (; value >= 1024 && unit < UNITS.length - 1; unit++) value /= 1024
  return unit === 0 ? `${value}B` : `${value.toFixed(2)}${UNITS[unit]}`
}
