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
  /** Only in a cluster with zones: the loopback address on which it listens. */
  readonly host?: string
  /** Only in a cluster of several programs: its own. */
  readonly program?: LocalProgram
}

/** A server program and its version at the last start. */
export type LocalProgram = {
  readonly server: string
  readonly software: 'redis' | 'valkey'
  readonly version: string
}

/** What the folder of a local cluster remembers; passwords are in files of their own. */
export type LocalSettings = {
  readonly replicas: number
  readonly tls: boolean
  /** How clients log in: not at all, with a password, or as an ACL user while the default user is off. */
  readonly login: 'none' | 'password' | 'acl'
  /** Number of zones, each with a loopback address of its own; 1 means no zones. */
  readonly zones: number
}

/** The description of servers that were started on this machine. */
export type LocalCluster = LocalProgram & {
  readonly nodes: readonly LocalNode[]
  /** Missing in folders of earlier versions. */
  readonly settings?: LocalSettings
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
    const {schema, nodes, settings} = value
    if (schema !== SCHEMA || !Array.isArray(nodes)) return undefined
    const read = settings === undefined ? {} : {settings: parseSettings(settings)}
    return {...parseProgram(value), nodes: nodes.map(parseNode), ...read}
  } catch {
    return undefined
  }
}

function parseProgram({server, software, version}: Partial<LocalProgram>): LocalProgram {
  if (typeof server !== 'string' || typeof version !== 'string') throw new TypeError('not a program')
  if (software !== 'redis' && software !== 'valkey') throw new TypeError('not a server')
  return {server, software, version}
}

function parseSettings({replicas, tls, login, zones}: Partial<LocalSettings>): LocalSettings {
  if (!isCount(replicas) || !isCount(zones) || typeof tls !== 'boolean') throw new TypeError('not settings')
  if (login !== 'none' && login !== 'password' && login !== 'acl') throw new TypeError('not a login')
  return {replicas, tls, login, zones}
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0
}

// Folders are later deleted by this name, so only names that start has chosen are accepted.
function parseNode(value: Partial<LocalNode>): LocalNode {
  const {port, pid, folder} = value
  const known = Number.isInteger(port) && folder === String(port)
  if (port === undefined || folder === undefined || !known) throw new TypeError('not a node')
  if (pid !== undefined && !(Number.isInteger(pid) && pid > 1)) throw new TypeError('not a process id')
  return {port, pid, folder, ...parseOwn(value)}
}

function parseOwn({host, program}: Partial<LocalNode>): Pick<LocalNode, 'host' | 'program'> {
  if (host !== undefined && !/^127\.0\.0\.\d{1,3}$/.test(host)) throw new TypeError('not a loopback address')
  return {...(host && {host}), ...(program && {program: parseProgram(program)})}
}
