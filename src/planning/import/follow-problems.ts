import type {ImportFacts} from '../../domain/import.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {importProblems} from './problems.js'

/**
 * Why these servers cannot be followed, as sentences with advice; empty if they can. A replica can be: its stream is that of
 * its primary.
 */
export function followProblems(sources: readonly ImportFacts[], cluster: ClusterSnapshot): string[] {
  const asPrimary = sources.map(({info, ...facts}) => ({
    ...facts,
    info: {...info, replication: {...info.replication, role: 'primary' as const}},
  }))
  return importProblems(asPrimary, cluster)
}
