/** `0`, `999`, `1.2k`, `12k`, `1.2M`: at most four columns up to a thousand billions. */
export function shortCount(value: number): string {
  return short(Math.round(value), 1000, ['', 'k', 'M', 'G', 'T'])
}

/** `0`, `999B`, `1.2K`, `12M`: bytes in steps of 1024, in at most five columns. */
export function shortBytes(bytes: number): string {
  return bytes < 1 ? '0' : short(Math.round(bytes), 1024, ['B', 'K', 'M', 'G', 'T', 'P'])
}

function short(whole: number, step: number, units: readonly string[]): string {
  let [value, unit] = [whole, 0]
  while (value >= step && unit < units.length - 1) {
    value /= step
    unit += 1
  }
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1) : `${Math.round(value)}`
  return `${digits}${units[unit]}`
}

/** `98%`; only what is complete is 100%. */
export function percent(part: number): string {
  return `${part < 1 ? Math.min(99, Math.round(part * 100)) : 100}%`
}

/** `5s`, `2m`, `2m05s`, `3h`, `4d`: a time in milliseconds, in at most six columns. */
export function shortTime(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m${`${seconds % 60}`.padStart(2, '0')}s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}h${`${minutes % 60}`.padStart(2, '0')}m` : `${Math.floor(hours / 24)}d`
}

/** `09:05:03` of a moment in milliseconds since 1970, in the time zone of this machine. */
export function clockTime(at: number): string {
  const time = new Date(at)
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => `${part}`.padStart(2, '0'))
    .join(':')
}

const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const ASCII = ['_', '.', '-', '=', '+', '*', '#', '@']

/** The last `width` values as a curve of one line; the highest one is full, and 0 is the lowest. */
export function sparkline(
  values: readonly number[],
  width: number,
  {utf8}: {readonly utf8: boolean},
): string {
  const shown = values.slice(-width)
  const most = Math.max(0, ...shown)
  const levels = utf8 ? BLOCKS : ASCII
  const level = (value: number) => (most === 0 ? 0 : Math.round((value / most) * (levels.length - 1)))
  return shown
    .map((value) => levels[level(value)])
    .join('')
    .padStart(width)
}

/** `████░░░░` or `####....`: a bar that is filled by a part from 0 to 1. */
export function meter(part: number, width: number, {utf8}: {readonly utf8: boolean}): string {
  const full = Math.round(Math.max(0, Math.min(1, part)) * width)
  return `${(utf8 ? '█' : '#').repeat(full)}${(utf8 ? '░' : '.').repeat(width - full)}`
}
