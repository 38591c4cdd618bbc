import {Chalk} from 'chalk'
import type {Severity} from '../domain/finding.js'

/** How much a text says: `quiet` is for scripts that only want errors, `full` has tables and every step. */
export type Detail = 'quiet' | 'short' | 'full'

/** The options of all text reports. */
export type TextOptions = {
  /** Whether severity is shown in colour; the caller knows where the text goes. */
  readonly colour: boolean
  /** Default: short. */
  readonly detail?: Detail | undefined
  /** Whether tables have all columns and whole ids, however wide they get. Default: they fit `width`. */
  readonly wide?: boolean | undefined
  /** Number of columns of the terminal. Default: 80. */
  readonly width?: number | undefined
}

/** Colours text by severity, which is the only use of colour. */
export type Paint = (severity: Severity | 'ok', text: string) => string

/** The paint for a text; without colour it changes nothing. */
export function paintFor({colour}: TextOptions): Paint {
  if (!colour) return (_severity, text) => text
  const chalk = new Chalk({level: 1})
  const styles = {error: chalk.red, warning: chalk.yellow, info: chalk.reset, ok: chalk.green}
  return (severity, text) => styles[severity](text)
}
