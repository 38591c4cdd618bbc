import {array, bulk, type Handler, RespServer} from './resp-server.js'

/** The replies of a simulated node; a reply that starts with a minus sign is an error. */
export type Answers = {
  /** The lines of CLUSTER NODES; `PORT` stands for the port of this node. */
  readonly nodes: string
  readonly info?: string
  /** How it answers SYNC; REPLCONF is then answered with OK. */
  readonly sync?: Handler
}

const INFO = 'redis_version:7.0.15\r\ncluster_enabled:1\r\nrole:master\r\nused_memory:1\r\n'

/** A server that answers as one cluster node would, for states that a real one has only for a moment, if at all. */
export function startFakeNode({nodes, info = INFO, sync}: Answers): Promise<RespServer> {
  let port = 0
  const replies: Readonly<Record<string, () => string>> = {
    'CLUSTER NODES': () =>
      nodes.startsWith('-') ? `${nodes}\r\n` : text(nodes.replaceAll('PORT', String(port))),
    'CLUSTER INFO': () => text('cluster_state:ok\r\ncluster_known_nodes:2\r\ncluster_current_epoch:1\r\n'),
    INFO: () => text(info),
    'CONFIG GET': () => array([bulk('cluster-node-timeout'), bulk('15000')]),
  }
  return RespServer.start((args, socket) => {
    if (sync && args[0] === 'REPLCONF') return '+OK\r\n'
    if (sync && args[0] === 'SYNC') return sync(args, socket)
    const name = args[0] === 'INFO' ? 'INFO' : args.slice(0, 2).join(' ')
    return replies[name]?.() ?? '-ERR unknown command\r\n'
  }).then((server) => {
    port = server.port
    return server
  })
}

function text(value: string): string {
  return bulk(value)
}
