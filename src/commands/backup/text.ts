import {type BackupOutcome, NODES_FILE, type RdbResult, type RdbSource} from '../../domain/backup.js'
import {SEVERITY} from '../../domain/finding.js'
import {countSlots, type SlotRange} from '../../domain/slot.js'
import {reachableNodes} from '../../domain/snapshot.js'
import {formatBytes} from '../../report/bytes.js'
import {type Paint, paintFor, type TextOptions} from '../../report/palette.js'
import {noteText} from '../../report/change-text.js'
import {describeSlots} from '../../report/slots-text.js'
import {list, printable} from '../../report/words.js'

/** The line for an RDB that starts; scripts know its beginning. */
export function savingLine({primary, from, primaryAddress, address}: RdbSource): string {
  const line = `>>> Node ${printable(primaryAddress)} -> Saving RDB...`
  return primary === from ? line : `${line} (from its replica ${printable(address)})`
}

/**
 * The result of each RDB and of the whole backup, and what a restore needs; notes are shown when they occur. No line
 * end after the last line.
 */
export function backupText(outcome: BackupOutcome, options: TextOptions): string {
  return savedLines(outcome, options, restoreLines(outcome, paintFor(options))).join('\n')
}

/** Like `backupText`, as scripts for older tools know it: with a note in front, and only if something is missing. */
export function olderBackupText(outcome: BackupOutcome, options: TextOptions): string {
  const {restoreServer} = outcome
  const isMissing = restoreServer !== undefined && restoreServer.here === undefined
  const note = isMissing ? [noteText(`${NO_READER} install ${restoreServer.needs}.`)] : []
  return [...note, ...savedLines(outcome, options, [])].join('\n')
}

const NO_READER = 'No server program on this machine can read these files. To restore or verify them here,'

function restoreLines({restoreServer, snapshot, kept}: BackupOutcome, paint: Paint): string[] {
  if (!restoreServer || !kept) return []
  const {needs, here, fits} = restoreServer
  if (!here) return [paint('warning', `${NO_READER} install ${needs}, or name one with --server.`)]
  const own = `${printable(here.program)} (${here.software} ${here.version})`
  if (fits) return [`A restore needs ${needs}; on this machine it can use ${own}.`]
  const versions = [
    ...new Set(
      reachableNodes(snapshot).flatMap(({info}) => (info ? [`${info.software} ${info.version}`] : [])),
    ),
  ]
  return [
    paint(
      'warning',
      `${own} reads these files, but a cluster of ${list(versions)} does not understand what it sends; ` +
        'to restore them into such a cluster, install a server of its version, or name one with --server.',
    ),
  ]
}

/** Scripts know the last lines, so what a restore needs stands in front of them. */
function savedLines(outcome: BackupOutcome, options: TextOptions, aboutRestore: readonly string[]): string[] {
  const paint = paintFor(options)
  const {dir, results, findings, kept} = outcome
  const hasErrors = findings.some(({code}) => SEVERITY[code] === 'error')
  return [
    ...results.map((result) => resultLine(result, paint)),
    ...aboutRestore,
    ...(kept ? [`Saving cluster configuration to: ${printable(dir)}/${NODES_FILE}`] : []),
    ...(hasErrors ? [paint('warning', PROBLEMS)] : []),
    ...endLines(outcome, paint),
  ]
}

const PROBLEMS =
  "*** Cluster seems to have some problems, please be aware of it if you're going to restore this backup."

function resultLine(result: RdbResult, paint: Paint): string {
  const {source, milliseconds} = result
  const name = printable(source.primaryAddress)
  if (result.status === 'failed') return paint('error', `Failed: ${name}: ${printable(result.error)}`)
  const {bytes} = result.record
  const rate = formatBytes(Math.round(bytes / Math.max(0.001, milliseconds / 1000)))
  const unchecked = result.checksum === 'none' ? '; it has no checksum of its own (rdbchecksum no)' : ''
  return `${name}: ${formatBytes(bytes)} in ${(milliseconds / 1000).toFixed(1)} s, ${rate}/s${unchecked}`
}

function endLines(
  {status, dir, kept, missingSlots, uncertainSlots, lost}: BackupOutcome,
  paint: Paint,
): string[] {
  if (status === 'done') return [paint('ok', `[OK] Backup created into: ${printable(dir)}`)]
  return [
    ...lost.map(({address, reason}) => `Missing: ${printable(address)}: ${printable(reason)}`),
    ...(missingSlots.length > 0
      ? [paint('error', `[ERR] The keys of ${describeSlots(missingSlots)} are in no file.`)]
      : []),
    ...(uncertainSlots.length > 0 ? [paint('error', uncertainText(uncertainSlots))] : []),
    kept
      ? `Incomplete: ${printable(dir)} does not contain the whole cluster, and is marked as incomplete.`
      : `Incomplete: nothing was saved. The previous backup in ${printable(dir)} is still there.`,
  ]
}

function uncertainText(ranges: readonly SlotRange[]): string {
  const why = countSlots(ranges) === 1 ? 'it was being moved' : 'they were being moved'
  return `[ERR] The keys of ${describeSlots(ranges)} may be in two files or in none: ${why}.`
}
