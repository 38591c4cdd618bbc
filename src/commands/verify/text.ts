import type {VerifyOutcome} from '../../domain/verify.js'
import {keyTroubleLines} from '../../report/import-text.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {type Column, fitTable} from '../../report/fit-table.js'
import {shortFile} from '../../report/short-file.js'
import {count} from '../../domain/count.js'

const COLUMNS: readonly Column<VerifyOutcome['files'][number]>[] = [
  {head: 'file', cell: ({file}) => shortFile(file), wideCell: ({file}) => file},
  {head: 'DB', cell: ({db}) => `${db}`},
  {head: 'keys', cell: ({keys}) => `${keys}`},
  {head: 'same', cell: ({same}) => `${same}`},
  {head: 'different', cell: ({different}) => `${different}`},
  {head: 'missing', cell: ({missing}) => `${missing}`},
]

/** The comparison of a backup and a cluster. */
export function verifyText(
  {status, files, troubles, clusterKeys, dir}: VerifyOutcome,
  options: TextOptions,
): string {
  const paint = paintFor(options)
  const compared = files.reduce((sum, {same, different, missing}) => sum + same + different + missing, 0)
  const bad = files.reduce((sum, {different, missing}) => sum + different + missing, 0)
  return [
    fitTable(COLUMNS, files, options).table,
    ...keyTroubleLines(troubles),
    `Compared ${count(compared, 'key')}; the cluster has ${count(clusterKeys, 'key')} in all.`,
    status === 'same'
      ? paint('ok', `[OK] Every key of ${dir} is in the cluster, unchanged.`)
      : paint('error', `[ERR] Missing in the cluster, or different there: ${count(bad, 'key')} of ${dir}.`),
  ].join('\n')
}
