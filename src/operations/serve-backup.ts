import type {Address} from '../domain/address.js'
import type {Backup} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import type {NodeInfo} from '../domain/node.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import {payloadVersion} from '../planning/moves/payload.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {readBackup} from '../storage/backup-folder.js'
import {checkBackup} from '../storage/check-backup.js'
import type {NamedServer} from './import-sources.js'

/** A server that has the keys of a file, until it is disposed. */
type ServedFile = AsyncDisposable & {readonly address: Address; readonly password: string}

/** Starts a server with the keys of a file; `accepts`: which versions of the software will do. */
export type ServeFile = (
  path: string,
  accepts: (server: Pick<NodeInfo, 'software' | 'version'>) => boolean,
) => Promise<ServedFile>

/**
 * Reads a backup and every byte of its files. Throws USAGE when there is none, and REFUSED with everything that is wrong
 * with it; one that is only incomplete will do when that is allowed.
 */
export async function readSound(dir: string, allowIncomplete: boolean): Promise<Backup> {
  const backup = await readBackup(dir)
  const problems = (await checkBackup(dir)).filter(({code}) => !(allowIncomplete && code === 'incomplete'))
  if (problems.length === 0) return backup
  const onlyIncomplete = problems.every(({code}) => code === 'incomplete')
  throw new ClusterToolError(
    'REFUSED',
    `The backup in ${dir} is not sound: ${problems.map(({message}) => message).join('\n  ')}`,
    {
      hints: [...(onlyIncomplete ? ['--allow-incomplete takes what there is.'] : []), 'Nothing was changed.'],
      details: problems,
    },
  )
}

/** The files of a backup, each with a server that has its keys. */
export type ServedBackup = AsyncDisposable & {readonly servers: readonly NamedServer[]}

/** Starts a server for each file, side by side, all of versions that the cluster understands. Throws as `serve` does. */
export async function serveBackup(
  {dir, files}: Backup,
  cluster: ClusterSnapshot,
  {serve, connection}: {readonly serve: ServeFile; readonly connection: ConnectionOptions},
): Promise<ServedBackup> {
  const names = [...files.values()]
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

/** Starts a server with the keys of a file, of a version whose keys the cluster understands. Throws as `serve` does. */
export function serveFor(cluster: ClusterSnapshot, path: string, serve: ServeFile): Promise<ServedFile> {
  return serve(path, (server) => isUnderstood(server, cluster))
}

/** Whether all owners read what such a server writes with DUMP. */
function isUnderstood(server: Pick<NodeInfo, 'software' | 'version'>, cluster: ClusterSnapshot): boolean {
  const own = payloadVersion(server)
  return reachablePrimaries(cluster).every(({info}) => {
    const theirs = info && payloadVersion(info)
    return own === undefined || theirs === undefined || own <= theirs
  })
}
