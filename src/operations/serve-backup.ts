import type {Address} from '../domain/address.js'
import type {Backup} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeInfo} from '../domain/node.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {payloadVersion} from '../planning/moves/payload.js'
import {memoryLack} from '../planning/memory-lack.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {readBackup, sizesOf} from '../storage/backup-folder.js'
import {checkBackup} from '../storage/check-backup.js'
import type {NamedServer} from './import-sources.js'

/** A server that has the keys of a file, until it is disposed. */
type ServedFile = AsyncDisposable & {readonly address: Address; readonly password: string}

/** Starts a server with the keys of a file; `accepts`: which versions of the software may be used. */
export type ServeFile = (
  path: string,
  accepts: (server: Pick<NodeInfo, 'software' | 'version'>) => boolean,
) => Promise<ServedFile>

/** What is needed to start servers with the keys of files. */
export type Serving = {
  readonly serve: ServeFile
  /** Bytes of memory that they may use together. */
  readonly freeMemory: number
}

/**
 * Reads a backup and every byte of its files. Throws USAGE if there is none, and REFUSED with everything that is
 * wrong with it; a backup that is only incomplete is accepted if that is allowed.
 */
export async function readSound(dir: string, allowIncomplete: boolean): Promise<Backup> {
  const backup = await readBackup(dir)
  const problems = (await checkBackup(dir)).filter(({code}) => !(allowIncomplete && code === 'incomplete'))
  if (problems.length === 0) return backup
  const onlyIncomplete = problems.every(({code}) => code === 'incomplete')
  throw new ClusterToolError(
    'REFUSED',
    `The backup in ${dir} is damaged or incomplete: ${problems.map(({message}) => message).join('\n  ')}`,
    {
      hints: [...(onlyIncomplete ? ['To use it anyway: --allow-incomplete'] : []), 'Nothing was changed.'],
      details: problems,
    },
  )
}

/** The files of a backup, each with a server that has its keys. */
export type ServedBackup = AsyncDisposable & {readonly servers: readonly NamedServer[]}

/**
 * Starts a server for each file, in parallel, all of versions that the cluster understands. Throws as `serve` does,
 * and REFUSED if this machine does not have enough memory for all of them.
 */
export async function serveBackup(
  {dir, files}: Backup,
  cluster: ClusterSnapshot,
  {serve, freeMemory, connection}: Serving & {readonly connection: ConnectionOptions},
): Promise<ServedBackup> {
  const names = [...files.values()]
  await refuseTooBig({dir, names}, freeMemory)
  const started = await Promise.allSettled(names.map((file) => serveFor(cluster, `${dir}/${file}`, serve)))
  const served = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const dispose = async () => {
    await Promise.all(served.map((one) => one[Symbol.asyncDispose]()))
  }
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    await dispose()
    throw failed.reason
  }
  const servers = served.map(({address, password}, at) => ({
    name: names[at] ?? '',
    address,
    connection: {...connection, user: undefined, password, tls: undefined, addressMap: []},
  }))
  return {servers, [Symbol.asyncDispose]: dispose}
}

async function refuseTooBig(
  {dir, names}: {readonly dir: string; readonly names: readonly string[]},
  freeMemory: number,
): Promise<void> {
  const lack = memoryLack(await sizesOf(names.map((file) => `${dir}/${file}`)), freeMemory)
  if (lack === undefined) return
  throw new ClusterToolError('REFUSED', `${lack} Nothing was changed.`, {
    hints: [
      'Run the command on a machine with more memory.',
      `To import one file at a time, without functions: clustertool import HOST:PORT --from ${dir}/${names[0]}`,
    ],
  })
}

/**
 * Starts a server with the keys of a file, of a version whose keys the cluster understands. Throws as `serve` does.
 */
export function serveFor(cluster: ClusterSnapshot, path: string, serve: ServeFile): Promise<ServedFile> {
  return serve(path, (server) => isUnderstood(server, cluster))
}

/** Whether all owners can read what such a server writes with DUMP. */
export function isUnderstood(
  server: Pick<NodeInfo, 'software' | 'version'>,
  cluster: ClusterSnapshot,
): boolean {
  const own = payloadVersion(server)
  return reachablePrimaries(cluster).every(({info}) => {
    const theirs = info && payloadVersion(info)
    return own === undefined || theirs === undefined || own <= theirs
  })
}
