import {readFile, rename, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'

/** One server of a local cluster. */
export type LocalNode = {
  readonly port: number
  /** Undefined if it was stopped, or has not been started yet. */
  readonly pid: number | undefined
  /** Its folder in the cluster's folder, named after the port. */
  readonly folder: string
}

/** The description of servers that were started on this machine. */
export type LocalCluster = {
  /** The program and its version at the last start. */
  readonly server: string
  readonly software: 'redis' | 'valkey'
  readonly version: string
  readonly nodes: readonly LocalNode[]
}

/** The file that identifies the folder of a local cluster. */
export const DESCRIPTION_FILE = 'clustertool-local.json'

/** Reads the description in a folder; undefined if there is none. Throws REFUSED if it is not valid. */
export async function readDescription(dir: string): Promise<LocalCluster | undefined> {
  const file = join(dir, DESCRIPTION_FILE)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return undefined
    throw new ClusterToolError('REFUSED', `${file} cannot be read: ${String(error)}`, {cause: error})
  }
  const cluster = parseDescription(text)
  if (cluster === undefined) throw new ClusterToolError('REFUSED', `${file} was not written by clustertool.`)
  return cluster
}

/** Like `readDescription`, but throws REFUSED if there is none. */
export async function requireDescription(dir: string): Promise<LocalCluster> {
  const cluster = await readDescription(dir)
  if (cluster !== undefined) return cluster
  throw new ClusterToolError('REFUSED', `${dir} contains no local cluster: it has no ${DESCRIPTION_FILE}.`)
}

/** Replaces the description at once, so that a reader never sees half of it. */
export async function writeDescription(dir: string, cluster: LocalCluster): Promise<void> {
  const file = join(dir, DESCRIPTION_FILE)
  const draft = `${file}.${process.pid}`
  await writeFile(draft, `${JSON.stringify({schema: SCHEMA, ...cluster}, undefined, 2)}\n`)
  await rename(draft, file)
}

const SCHEMA = 1

function isMissing(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function parseDescription(text: string): LocalCluster | undefined {
  try {
    const value = JSON.parse(text) as Partial<LocalCluster & {schema: number}>
    const {schema, server, software, version, nodes} = value
    if (schema !== SCHEMA || typeof server !== 'string' || typeof version !== 'string') return undefined
    if ((software !== 'redis' && software !== 'valkey') || !Array.isArray(nodes)) return undefined
    return {server, software, version, nodes: nodes.map(parseNode)}
  } catch {
    return undefined
  }
}

// Folders are later deleted by this name, so only names that start has chosen are accepted.
function parseNode(value: Partial<LocalNode>): LocalNode {
  const {port, pid, folder} = value
  const known = Number.isInteger(port) && folder === String(port)
  if (port === undefined || folder === undefined || !known) throw new TypeError('not a node')
  if (pid !== undefined && !(Number.isInteger(pid) && pid > 1)) throw new TypeError('not a process id')
  return {port, pid, folder}
}
