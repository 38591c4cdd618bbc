import type {Wire} from './wire.js'

/** Where a node listens, according to itself; undefined if it does not, or if CONFIG may not be read. */
export type NodePorts = {
  readonly plain: number | undefined
  readonly tls: number | undefined
  /** Whether it uses TLS to other nodes, which MIGRATE uses too. */
  readonly tlsCluster: boolean | undefined
}

/** Reads the ports of a node from its settings; announced ports take precedence. */
export async function readPorts(wire: Wire): Promise<NodePorts> {
  const replies = await wire.callAll([
    ['CONFIG', 'GET', '*port'],
    ['CONFIG', 'GET', 'tls-cluster'],
  ])
  const pairs = new Map<string, string>()
  for (const {value} of replies) {
    const words = Array.isArray(value) ? value.map(String) : []
    for (let at = 0; at + 1 < words.length; at += 2) pairs.set(words[at] ?? '', words[at + 1] ?? '')
  }
  const port = (...names: string[]) =>
    names.map((name) => Number(pairs.get(name) ?? 0)).find((one) => one > 0)
  const tlsCluster = pairs.get('tls-cluster')
  return {
    plain: port('cluster-announce-port', 'port'),
    tls: port('cluster-announce-tls-port', 'tls-port'),
    tlsCluster: tlsCluster === undefined ? undefined : tlsCluster === 'yes',
  }
}
