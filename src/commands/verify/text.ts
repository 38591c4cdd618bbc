import type {VerifyOutcome} from '../../domain/verify.js'
import {keyTroubleLines} from '../../report/import-text.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {tableText} from '../../report/table.js'
import {count} from '../../domain/count.js'

/** The comparison of a backup and a cluster. */
export function verifyText(
  {status, files, troubles, clusterKeys, dir}: VerifyOutcome,
  options: TextOptions,
): string {
  const paint = paintFor(options)
  const rows = files.map(({file, db, keys, same, different, missing}) =>
    [file, db, keys, same, different, missing].map(String),
  )
  const compared = files.reduce((sum, {same, different, missing}) => sum + same + different + missing, 0)
  const bad = files.reduce((sum, {different, missing}) => sum + different + missing, 0)
  return [
    tableText(['file', 'DB', 'keys', 'same', 'different', 'missing'], rows),
    ...keyTroubleLines(troubles),
    `Compared ${count(compared, 'key')}; the cluster has ${count(clusterKeys, 'key')} in all.`,
    status === 'same'
      ? paint('ok', `[OK] Every key of ${dir} is in the cluster, unchanged.`)
      : paint('error', `[ERR] Missing in the cluster, or different there: ${count(bad, 'key')} of ${dir}.`),
  ].join('\n')
}
