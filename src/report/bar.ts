/** A bar of `width` columns that is filled by a part from 0 to 1. */
export function bar(part: number, width: number): string {
  const full = Math.round(Math.max(0, Math.min(1, part)) * width)
  const [done, left] = hasBlocks() ? ['█', '░'] : ['#', '.']
  return `${done.repeat(full)}${left.repeat(width - full)}`
}

/** Whether the terminal can show more than ASCII, by its locale. */
export function hasBlocks(): boolean {
  const {LC_ALL, LC_CTYPE, LANG} = process.env
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '')
}
