import {eastAsianWidth} from 'get-east-asian-width'
import {printable} from '../words.js'

/** Characters that the terminal can show: all of them, or only ASCII. */
export type Glyphs = {readonly utf8: boolean}

/**
 * Text from outside for a place on a screen: control characters, those that change the direction or the form of
 * others, and half characters are escaped. Without UTF-8, everything but ASCII is a question mark.
 */
export function screenText(text: string, {utf8}: Glyphs): string {
  const visible = printable(text).replace(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\p{M}]/gu, escaped)
  return utf8 ? visible : visible.replace(/[^\x20-\x7e]/gu, '?')
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}

/** The number of columns that a text takes. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  return Array.from(text).reduce((sum, character) => sum + eastAsianWidth(character.codePointAt(0) ?? 0), 0)
}

/** A text of exactly `width` columns: padded on the right or, with `end`, on the left; cut with a mark if too long. */
export function fitted(
  text: string,
  width: number,
  {utf8}: Glyphs,
  align: 'start' | 'end' = 'start',
): string {
  if (width <= 0) return ''
  const own = widthOf(text)
  if (own > width) {
    const cut = firstColumns(text, width - 1)
    return `${cut}${utf8 ? '…' : '~'}${' '.repeat(width - 1 - widthOf(cut))}`
  }
  const space = ' '.repeat(width - own)
  return align === 'start' ? `${text}${space}` : `${space}${text}`
}

/** As many of the parts as fit in this width, with two spaces between them. */
export function fittingParts(parts: readonly string[], width: number): string {
  const count = parts.findIndex((_, at) => widthOf(parts.slice(0, at + 1).join(GAP)) > width)
  return (count < 0 ? parts : parts.slice(0, count)).join(GAP)
}

const GAP = '  '

function firstColumns(text: string, width: number): string {
  let [cut, used] = ['', 0]
  for (const character of text) {
    used += widthOf(character)
    if (used > width) break
    cut += character
  }
  return cut
}
