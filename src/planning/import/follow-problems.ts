import type {ImportFacts} from '../../domain/import.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {isAtLeast} from '../../domain/version.js'
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
  const old = sources.filter(({info}) => info.software === 'redis' && !isAtLeast(info.version, 4))
  return [
    ...old.map(
      ({name, info}) =>
        `${name} is Redis ${info.version}, whose stream cannot be continued after a failure; import without --follow`,
    ),
    ...importProblems(asPrimary, cluster),
  ]
}
