import {join} from 'node:path'
import {type LocalCluster, type LocalNode, requireDescription} from './description.js'
import {isServerProcess} from './process.js'

export type LocalNodeStatus = LocalNode & {readonly running: boolean}

export type LocalStatus = {
  readonly cluster: LocalCluster
  /** In the order of the ports at the start. */
  readonly nodes: readonly LocalNodeStatus[]
}

/** Which servers of the local cluster in a folder are running. Throws REFUSED if the folder holds none. */
export async function statusOf(dir: string): Promise<LocalStatus> {
  const cluster = await requireDescription(dir)
  return {cluster, nodes: await statusOfNodes(dir, cluster.nodes)}
}

/** The status of nodes of a description that was already read. */
export function statusOfNodes(dir: string, nodes: readonly LocalNode[]): Promise<LocalNodeStatus[]> {
  return Promise.all(
    nodes.map(async (node) => {
      const {pid, port, folder} = node
      const running = pid !== undefined && (await isServerProcess({pid, port, folder: join(dir, folder)}))
      return {...node, running}
    }),
  )
}
