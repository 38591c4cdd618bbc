import {printable} from './words.js'

/** What may stand in a template: text, which is escaped; markup; lists of both; nothing. */
export type HtmlValue = string | number | Markup | readonly HtmlValue[] | undefined | false

/** HTML or SVG that is safe as it stands. Only `html` makes it, so whatever a server sent is escaped in it. */
export class Markup {
  private readonly source: string

  private constructor(source: string) {
    this.source = source
  }

  /** The markup of a template: its own text as it stands, and its values escaped unless they are markup. */
  static of(strings: TemplateStringsArray, values: readonly HtmlValue[]): Markup {
    return new Markup(strings.reduce((text, part, at) => `${text}${render(values[at - 1])}${part}`))
  }

  /** Escaped lines. */
  static ofLines(lines: readonly string[]): Markup {
    return new Markup(lines.map(escaped).join('\n'))
  }

  toString(): string {
    return this.source
  }
}

/**
 * A template whose values are escaped, for text and for attributes in double quotes. Lists are joined; undefined and
 * false are nothing. Do not put values into scripts, styles, names of tags or attributes, or addresses of links.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  return Markup.of(strings, values)
}

/** Lines of text for a `pre`: each is escaped, and they stay lines. */
export function preLines(text: string): Markup {
  return Markup.ofLines(text.split('\n'))
}

function render(value: HtmlValue): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Markup) return value.toString()
  if (typeof value === 'object') return value.map(render).join('')
  return escaped(String(value))
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Characters that turn the direction of text around could make a name look like another one, and the last two are in no
 * SVG file.
 */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g

function escaped(text: string): string {
  return printable(text)
    .replace(TURNING, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
}
