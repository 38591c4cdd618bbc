import type {NodeScan} from '../domain/big-keys.js'
import type {Full} from './full.js'
import type {ScanStateDocument} from './schemas/scan-state.js'

/** The document of how far a scan for big keys has come. */
export function scanStateDocument(scans: readonly NodeScan[]): Full<ScanStateDocument> {
  return {
    version: 1,
    nodes: scans.map(({largest, prefixes, ...scan}) => ({
      ...scan,
      largest: largest.map(({db, key, bytes}) => ({db, key: key.toString('hex'), bytes})),
      prefixes: prefixes.map(({prefix, ...counts}) => ({...counts, prefix: prefix?.toString('hex')})),
    })),
  }
}
