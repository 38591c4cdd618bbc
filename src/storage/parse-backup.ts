import {
  BACKUP_FILE,
  BACKUP_FORMAT,
  BACKUP_VERSION,
  type BackupDescription,
  type BackupNode,
  NODES_FILE,
} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import {SLOT_COUNT} from '../domain/slot.js'

/** Reads a nodes.json of any tool. Throws USAGE if something is wrong with it. */
export function parseNodes(text: string, dir: string): BackupNode[] {
  const value = parseJson(text, `${dir}/${NODES_FILE}`)
  if (!Array.isArray(value) || value.length === 0) throw unusable(`${dir}/${NODES_FILE}`, 'it lists no nodes')
  for (const [index, node] of value.entries()) {
    const problem = problemOf(node as Fields)
    if (problem !== undefined) throw unusable(`${dir}/${NODES_FILE}`, `element ${index + 1} ${problem}`)
  }
  return value as BackupNode[]
}

/** Reads a backup.json. Throws USAGE. */
export function parseDescription(text: string, dir: string): BackupDescription {
  const path = `${dir}/${BACKUP_FILE}`
  const value = (parseJson(text, path) ?? {}) as Partial<BackupDescription>
  if (value.format !== BACKUP_FORMAT) throw unusable(path, `its format is not "${BACKUP_FORMAT}"`)
  if (value.version !== BACKUP_VERSION) {
    throw unusable(
      path,
      `its version is ${JSON.stringify(value.version ?? null)}, and this clustertool reads version ${BACKUP_VERSION}`,
    )
  }
  if (typeof value.complete !== 'boolean' || !arePairs(value.missing_slots)) {
    throw unusable(path, 'it does not say whether the backup is complete')
  }
  return value as BackupDescription
}

type Fields = Partial<Record<keyof BackupNode, unknown>> | null | undefined

const CHECKS: readonly (readonly [(node: NonNullable<Fields>) => boolean, string])[] = [
  [
    ({name}) => typeof name === 'string' && /^[\da-f]{40}$/.test(name),
    'has no name that is the id of a node',
  ],
  [({host}) => typeof host === 'string', 'has no host'],
  [({port}) => Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536, 'has no port'],
  [
    ({replicate}) => replicate === null || typeof replicate === 'string',
    'does not say whether it is a replica',
  ],
  [({slots}) => arePairs(slots), 'has slots that are no ranges from 0 to 16383'],
  [
    ({rdb}) => rdb === undefined || isRecord(rdb),
    'has an rdb without a file of this folder, bytes or sha256',
  ],
]

function problemOf(node: Fields): string | undefined {
  if (typeof node !== 'object' || node === null) return 'is not a node'
  return CHECKS.find(([isRight]) => !isRight(node))?.[1]
}

function arePairs(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPair)
}

function isPair(value: unknown): boolean {
  if (!Array.isArray(value) || value.length < 1 || value.length > 2) return false
  const [start, end = start] = value as number[]
  return isSlot(start) && isSlot(end) && Number(start) <= Number(end)
}

function isSlot(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < SLOT_COUNT
}

/** Checks the file name too: it must not lead out of the folder. */
function isRecord(value: unknown): boolean {
  const {file, bytes, sha256} = (value ?? {}) as Record<string, unknown>
  const isName = typeof file === 'string' && file !== '' && !/[/\\\0]/.test(file) && !file.startsWith('..')
  return isName && Number.isInteger(bytes) && typeof sha256 === 'string'
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw unusable(path, 'it is cut off, or no JSON at all')
  }
}

function unusable(path: string, reason: string): ClusterToolError {
  return new ClusterToolError('USAGE', `${path} is not that of a backup: ${reason}.`)
}
