import {constants} from 'node:fs'
import {access, open, readdir, readFile, rename, rm, stat, statfs} from 'node:fs/promises'
import {join} from 'node:path'
import {descriptionDocument, nodesDocument} from '../contract/backup.js'
import type {Read} from '../contract/parsers/read.js'
import {
  type Backup,
  BACKUP_FILE,
  type BackupDescription,
  type BackupNode,
  fromPairs,
  NODES_FILE,
  type StoredNode,
} from '../domain/backup.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import {SLOT_COUNT, subtractRanges, toRanges, slotsOf} from '../domain/slot.js'
import {syncFolder} from './rdb-file.js'
import {makeFolder} from './make-folder.js'

/**
 * Examines the target folder of a backup, and changes nothing. Returns whether it holds a backup. Throws REFUSED if
 * it is not a folder, or if it holds a backup that is not to be replaced.
 */
export async function lookAtFolder(dir: string, replace: boolean): Promise<boolean> {
  const names = await readdir(dir).catch((error: unknown): string[] => {
    if (codeOf(error) === 'ENOENT') return []
    if (codeOf(error) === 'ENOTDIR') throw new ClusterToolError('REFUSED', `${dir} is not a folder.`)
    throw cannot(dir, error)
  })
  const holdsBackup = names.includes(NODES_FILE) || names.includes(BACKUP_FILE)
  if (holdsBackup && !replace) {
    throw new ClusterToolError('REFUSED', `${dir} already contains a backup; nothing was done.`, {
      hints: ['Name another folder, or pass --replace to replace that backup.'],
    })
  }
  return holdsBackup
}

/**
 * Creates the folder if it does not exist. Returns the number of free bytes. Throws REFUSED if it cannot be written.
 */
export async function openBackupFolder(dir: string): Promise<number> {
  try {
    makeFolder(dir, 0o700)
    await access(dir, constants.W_OK | constants.X_OK)
    const {bavail, bsize} = await statfs(dir)
    return bavail * bsize
  } catch (error) {
    throw cannot(dir, error)
  }
}

/** The size of each file in bytes. */
export function sizesOf(paths: readonly string[]): Promise<number[]> {
  return Promise.all(paths.map(async (path) => (await stat(path)).size))
}

/** Removes the documents of a backup, so that no old document is beside new files. */
export async function forgetBackup(dir: string): Promise<void> {
  await rm(join(dir, NODES_FILE), {force: true})
  await rm(join(dir, BACKUP_FILE), {force: true})
}

/** Writes the documents of a backup, nodes.json last: if it is there, everything is. Throws REFUSED. */
export async function writeBackup(
  dir: string,
  nodes: readonly BackupNode[],
  description: BackupDescription,
): Promise<void> {
  try {
    await writeDocument(join(dir, BACKUP_FILE), descriptionDocument(description))
    await writeDocument(join(dir, NODES_FILE), nodesDocument(nodes))
    await syncFolder(dir)
  } catch (error) {
    throw cannot(dir, error)
  }
}

/** Removes RDB files of an earlier backup that are not among these. */
export async function removeOldFiles(
  dir: string,
  old: Iterable<string>,
  kept: ReadonlySet<string>,
): Promise<void> {
  for (const file of old) if (!kept.has(file)) await rm(join(dir, file), {force: true})
}

/** Reads the documents of a backup, also of another tool. Throws USAGE if there is none, or if they are not valid. */
export async function readBackup(dir: string): Promise<Backup> {
  const text = await readText(join(dir, NODES_FILE))
  if (text === undefined) {
    throw new ClusterToolError('USAGE', `${dir} contains no backup: there is no ${NODES_FILE}.`)
  }
  const {parseDescription, parseNodes} = await import('../contract/parsers/backup.js')
  const nodes = soundOf(parseNodes(text), `${dir}/${NODES_FILE}`)
  const described = await readText(join(dir, BACKUP_FILE))
  const names = new Set(await readdir(dir))
  const files = new Map(
    nodes.flatMap((node) => {
      const file = node.rdb?.file ?? usualNames(node).find((name) => names.has(name))
      return file === undefined || node.replicate !== null ? [] : [[node.name, file] as const]
    }),
  )
  const held = nodes.filter(({name}) => files.has(name)).flatMap(({slots}) => fromPairs(slots))
  return {
    dir,
    nodes,
    description:
      described === undefined ? undefined : soundOf(parseDescription(described), `${dir}/${BACKUP_FILE}`),
    files,
    missingSlots: subtractRanges([{start: 0, end: SLOT_COUNT - 1}], toRanges(slotsOf(held))),
  }
}

function soundOf<T>({value, problem}: Read<T>, path: string): T {
  if (problem === undefined) return value
  throw new ClusterToolError('USAGE', `${path} is not from a backup: ${problem}.`)
}

function usualNames({host, port, name}: StoredNode): string[] {
  return ['redis', 'valkey'].map((software) => `${software}-node-${host}-${port}-${name}.rdb`)
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    const reason = messageOf(error)
    throw new ClusterToolError('USAGE', `${path} cannot be read: ${reason}.`, {cause: error})
  }
}

/** A reader never sees half of it, and a power cut leaves none of it. */
async function writeDocument(path: string, document: object): Promise<void> {
  const draft = `${path}.part`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(document, undefined, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, path)
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}

function cannot(dir: string, cause: unknown): ClusterToolError {
  const reason = messageOf(cause)
  return new ClusterToolError('REFUSED', `The backup cannot be written to ${dir}: ${reason}.`, {cause})
}
