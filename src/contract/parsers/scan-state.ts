import type {NodeScan} from '../../domain/big-keys.js'
import {scanState} from '../schemas/scan-state.js'
import {parseJson, type Read, read} from './read.js'

/** How far a scan for big keys had come; or what is wrong with the text. */
export function parseScanState(text: string): Read<readonly NodeScan[]> {
  const {value, problem} = read(scanState, parseJson(text))
  if (problem !== undefined) return {problem}
  return {
    value: value.nodes.map(({largest, prefixes, ...scan}) => ({
      ...scan,
      largest: largest.map((one) => ({...one, key: Buffer.from(one.key, 'hex')})),
      prefixes: prefixes.map(({prefix, ...counts}) => ({
        ...counts,
        prefix: prefix === undefined ? undefined : Buffer.from(prefix, 'hex'),
      })),
    })),
  }
}
