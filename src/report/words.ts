/** `a`, `a and b`, `a, b and c`; with more than `max` items, the first ones and the number of others. */
export function list(items: readonly string[], max = 6): string {
  if (items.length > max) return `${items.slice(0, max).join(', ')} and ${items.length - max} more`
  if (items.length <= 1) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** Text from outside, with control characters escaped so that it cannot control a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => `\\x${hex(control)}`)
}

/** Like `printable`, for text that may have several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}

function hex(control: string): string {
  return control.charCodeAt(0).toString(16).padStart(2, '0')
}
