import type {Caution} from '../domain/step.js'
import type {Paint} from './palette.js'
import {printable} from './words.js'

/** A line for each caution and one with the advice, in the format of findings. */
export function cautionLines(cautions: readonly Caution[], paint: Paint): string[] {
  return cautions.flatMap(({code, message, advice}) => [
    `${paint('warning', 'warning')} ${code}: ${printable(message)}`,
    `    ${printable(advice)}`,
  ])
}
