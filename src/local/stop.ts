import {rm, rmdir} from 'node:fs/promises'
import {join} from 'node:path'
import {DESCRIPTION_FILE, writeDescription} from './description.js'
import {endProcesses} from './process.js'
import {removeSecrets} from './secrets.js'
import {statusOf} from './status.js'

/**
 * Stops the servers of the local cluster in a folder, in parallel: SIGTERM, then SIGKILL for those that are still
 * running after `limitMs`. Returns the ports of the servers that were running. Throws REFUSED if the folder holds no
 * local cluster.
 */
export async function stopServers(dir: string, limitMs = 3000): Promise<number[]> {
  const {cluster, nodes} = await statusOf(dir)
  const running = nodes.flatMap(({pid, port, folder, running}) =>
    running && pid !== undefined ? [{pid, port, folder: join(dir, folder)}] : [],
  )
  await endProcesses(running, limitMs)
  await writeDescription(dir, {
    ...cluster,
    nodes: nodes.map(({running: _running, ...node}) => ({...node, pid: undefined})),
  })
  return running.map(({port}) => port)
}

/**
 * Stops the servers and deletes their folders, the description, password and certificates; also the folder itself, if
 * nothing else is in it. Returns and throws as stopServers does.
 */
export async function cleanServers(dir: string): Promise<number[]> {
  const stopped = await stopServers(dir)
  const {cluster} = await statusOf(dir)
  await Promise.all(cluster.nodes.map(({folder}) => rm(join(dir, folder), {recursive: true, force: true})))
  if (cluster.settings) await removeSecrets(dir, cluster.settings)
  await rm(join(dir, DESCRIPTION_FILE))
  await rmdir(dir).catch(() => undefined)
  return stopped
}
