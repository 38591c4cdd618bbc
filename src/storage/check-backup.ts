import {stat} from 'node:fs/promises'
import {join} from 'node:path'
import type {Backup, BackupProblem, StoredNode} from '../domain/backup.js'
import {fromPairs, NODES_FILE} from '../domain/backup.js'
import {formatRanges} from '../domain/slot.js'
import {readBackup} from './backup-folder.js'
import {inspectRdb} from './rdb-file.js'

/**
 * Reads a backup and every byte of its files, one after the other. Returns what is wrong with it; empty if it is
 * complete and sound. Throws as readBackup does.
 */
export async function checkBackup(dir: string): Promise<BackupProblem[]> {
  const backup = await readBackup(dir)
  const problems = completeness(backup)
  for (const node of backup.nodes) {
    if (node.replicate !== null) continue
    const problem = await fileProblem(backup, node)
    if (problem) problems.push(problem)
  }
  return problems
}

function completeness({description, missingSlots, nodes}: Backup): BackupProblem[] {
  const found = (message: string): BackupProblem => ({code: 'incomplete', file: undefined, message})
  const uncertain = fromPairs(description?.uncertain_slots ?? [])
  const marked = description?.complete === false || nodes.some(({complete}) => complete === false)
  if (missingSlots.length > 0) return [found(`No file has the keys of slots ${formatRanges(missingSlots)}.`)]
  if (uncertain.length > 0) {
    return [found(`Slots ${formatRanges(uncertain)} were being moved when the backup was made.`)]
  }
  if (marked) return [found('It is marked as incomplete.')]
  if (!description && nodes.some(({rdb}) => rdb))
    return [found(`${NODES_FILE} exists, but backup.json is missing.`)]
  return []
}

async function fileProblem(
  {dir, files}: Backup,
  {name, rdb, slots}: StoredNode,
): Promise<BackupProblem | undefined> {
  const file = files.get(name)
  // A primary without slots has no keys to miss.
  if (file === undefined)
    return slots.length === 0 ? undefined : missing(undefined, `Node ${name} has no RDB.`)
  const found = await stat(join(dir, file)).catch(() => undefined)
  if (!found) return missing(file, `${file} is missing.`)
  if (rdb && found.size !== rdb.bytes) {
    return {
      code: 'size-differs',
      file,
      message: `${file} has ${found.size} bytes, but should have ${rdb.bytes}.`,
    }
  }
  const facts = await inspectRdb(join(dir, file))
  if (typeof facts === 'string')
    return {code: 'damaged', file, message: `${file} is not a valid RDB: ${facts}.`}
  if (!rdb || facts.sha256 === rdb.sha256) return undefined
  return {code: 'sum-differs', file, message: `${file} was changed: its SHA-256 differs.`}
}

function missing(file: string | undefined, message: string): BackupProblem {
  return {code: 'file-missing', file, message}
}
