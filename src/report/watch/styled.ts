import {Chalk} from 'chalk'
import type {Severity} from '../../domain/finding.js'
import {fitted, type Glyphs, widthOf} from './cells.js'

/** How a piece of text looks: a severity has a colour; the others are shown without colours as well. */
export type Style = Severity | 'ok' | 'dim' | 'strong' | 'selected' | 'plain'

type Span = {readonly text: string; readonly style: Style}

/** One line of a screen, from left to right. */
export type StyledLine = readonly Span[]

/** A piece of a line. */
export function span(text: string, style: Style = 'plain'): Span {
  return {text, style}
}

/** The line with exactly this number of columns. */
export function fittedLine(line: StyledLine, width: number, glyphs: Glyphs): StyledLine {
  const spans: Span[] = []
  let left = width
  for (const {text, style} of line) {
    const own = widthOf(text)
    if (own > left) return [...spans, {text: fitted(text, left, glyphs), style}]
    spans.push({text, style})
    left -= own
  }
  return left > 0 ? [...spans, {text: ' '.repeat(left), style: lastStyle(line)}] : spans
}

/** A selected line is marked to its end. */
function lastStyle(line: StyledLine): Style {
  return line.at(-1)?.style === 'selected' ? 'selected' : 'plain'
}

/** The line without styles. */
export function plainLine(line: StyledLine): string {
  return line.map(({text}) => text).join('')
}

const chalk = new Chalk({level: 1})

const COLOURED: Readonly<Record<Style, (text: string) => string>> = {
  error: chalk.red,
  warning: chalk.yellow,
  ok: chalk.green,
  info: (text) => text,
  dim: chalk.dim,
  strong: chalk.bold,
  selected: chalk.inverse,
  plain: (text) => text,
}

const WITHOUT_COLOUR: typeof COLOURED = {
  ...COLOURED,
  error: chalk.bold,
  warning: chalk.bold,
  ok: (text) => text,
}

/** The line as a terminal takes it. */
export function paintedLine(line: StyledLine, colour: boolean): string {
  const styles = colour ? COLOURED : WITHOUT_COLOUR
  return line.map(({text, style}) => styles[style](text)).join('')
}
