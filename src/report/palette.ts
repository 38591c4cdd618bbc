import {Chalk} from 'chalk'
import type {Severity} from '../domain/finding.js'

/** The options of all text reports. */
export type TextOptions = {
  /** Whether severity is shown in colour; the caller knows where the text goes. */
  readonly colour: boolean
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
