import {count} from '../domain/count.js'
import type {MemoryEstimate} from '../domain/memory-estimate.js'
import type {FigureMeasure, SlotFigures} from '../domain/slot-figures.js'
import {formatBytes} from './bytes.js'
import type {NameOf} from './names.js'
import {list, printable} from './words.js'

const VALUES: {readonly [M in FigureMeasure]: (value: number) => string} = {
  keys: (value) => `${Math.round(value)}`,
  memory: (value) => formatBytes(Math.round(value)),
  ops: cpuText,
  cpu: cpuText,
  network: (value) => `${formatBytes(Math.round(value))}/s`,
}

/** `12`, `1.20M`, `0.35% CPU`, `3.10K/s`; `-` for a value that is not known. */
export function figureText(measure: FigureMeasure, value: number | undefined): string {
  return value === undefined ? '-' : VALUES[measure](value)
}

/** The same within a sentence, where no column says what it is: `0.35% of a CPU`, `12 keys`. */
export function amountText(measure: FigureMeasure, value: number): string {
  if (measure === 'keys') return count(Math.round(value), 'key')
  return measure === 'ops' || measure === 'cpu' ? `${cpuText(value)} of a CPU` : VALUES[measure](value)
}

/** Microseconds per second, as a part of one CPU. */
function cpuText(value: number): string {
  return `${(value / 10_000).toFixed(2)}%`
}

/** How the figures were measured, by how much they may be wrong, and what was not read. */
export function figureNotes({load, estimates, sampledMs, unread}: SlotFigures, nameOf: NameOf): string[] {
  return [
    ...(load ? [`The load was measured for ${seconds(load.measuredMs)}.`] : []),
    ...estimateLines(estimates, sampledMs, nameOf),
    ...unread.map(({node, reason}) => `${nameOf(node)} did not tell: ${printable(reason)}`),
  ]
}

/** How the memory of slots was estimated, and by how much it may be wrong; no line if no node needs it. */
export function estimateLines(
  estimates: readonly MemoryEstimate[],
  sampledMs: number,
  nameOf: NameOf,
): string[] {
  const sampled = estimates.filter(({error}) => error !== undefined)
  const averaged = estimates.filter(({error}) => error === undefined)
  return [
    ...(sampled.length > 0 ? [sampledLine(sampled, sampledMs)] : []),
    ...(averaged.length > 0
      ? [
          `Memory of slots is estimated by the average key of ${list(
            averaged.map(({node}) => nameOf(node)),
            4,
          )}, which cannot measure keys.`,
        ]
      : []),
    ...sampled.filter(isFar).map((one) => farLine(one, nameOf)),
  ]
}

function sampledLine(sampled: readonly MemoryEstimate[], sampledMs: number): string {
  const measured = sampled.reduce((sum, one) => sum + one.measured, 0)
  const keys = sampled.reduce((sum, one) => sum + one.keys, 0)
  const worst = Math.max(...sampled.map(({error = 0, bytes}) => error / Math.max(1, bytes)))
  if (measured >= keys) {
    return `Memory of slots is the sum of all ${count(keys, 'key')}, measured in ${seconds(sampledMs)}.`
  }
  return `Memory of slots is estimated from ${measured} of ${count(keys, 'key')}, measured in ${seconds(sampledMs)}; the sum of a node is right to ±${(100 * worst).toFixed(1)}% in 95 of 100 cases, unless single big keys were missed. With --sample, measure more.`
}

/** Beyond this, something big was probably missed. */
const FAR = 1.5

function isFar({bytes, dataset}: MemoryEstimate): boolean {
  return dataset !== undefined && dataset > FAR * bytes && dataset - bytes > LEAST_FAR
}

/** Bytes; the data of an almost empty server is mostly what it needs for itself. */
const LEAST_FAR = 10_000_000

function farLine({node, bytes, dataset = 0}: MemoryEstimate, nameOf: NameOf): string {
  return `${nameOf(node)} says that its data is ${formatBytes(dataset)}, but the estimate is ${formatBytes(bytes)}: big keys were probably missed. Raise --sample, or see clustertool big-keys.`
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
