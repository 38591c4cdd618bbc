import type {BackupOutcome, RdbResult} from '../domain/backup.js'
import {type CommandDocument, documentOf} from './document.js'
import {findingDocuments} from './finding.js'
import {refsAmong} from './refs.js'
import type {DocumentWords} from './words.js'

/** The document of `backup --json`. */
export function backupDocument(outcome: BackupOutcome, words: DocumentWords): CommandDocument<'backup'> {
  const {status, dir, kept, results, missingSlots, uncertainSlots, lost, notes, snapshot, findings} = outcome
  const refOf = refsAmong(snapshot.nodes)
  const {restoreServer} = outcome
  return documentOf('backup', {
    status,
    dir,
    kept,
    files: results.map((result) => ({
      primary: refOf(result.source.primary),
      source: refOf(result.source.from),
      role: result.source.role,
      file: result.source.file,
      slots: result.source.ranges,
      milliseconds: result.milliseconds,
      ...endOf(result),
    })),
    missingSlots,
    uncertainSlots,
    missingNodes: lost.map(({id, ranges, reason}) => ({...refOf(id), slots: ranges, reason})),
    notes,
    restoreServer: restoreServer && {
      needs: restoreServer.needs,
      here: restoreServer.here,
      fits: restoreServer.fits,
    },
    findings: findingDocuments(findings, {words, place: snapshot, refOf}),
  })
}

function endOf(result: RdbResult) {
  const {status} = result
  if (status === 'failed') {
    const unknown = {bytes: undefined, sha256: undefined, rdbVersion: undefined, checksum: undefined}
    return {status, error: result.error, ...unknown}
  }
  const {bytes, sha256, rdb_version} = result.record
  return {status, error: undefined, bytes, sha256, rdbVersion: rdb_version, checksum: result.checksum}
}
