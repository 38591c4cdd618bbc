import type {NodeId} from '../../src/domain/node.js'
import {SLOT_COUNT} from '../../src/domain/slot.js'
import {array, bulk, RespServer} from './resp-server.js'

const INFO =
  'redis_version:7.0.15\r\ncluster_enabled:1\r\nrole:master\r\nused_memory:1\r\nmaxmemory:0\r\nconnected_slaves:0\r\n'

/**
 * Many simulated primaries in one process, to measure the cost of a big cluster. They agree, learn each other's epochs
 * at once, and refuse to change a slot. The first one owns as many additional slots as there are nodes, and has the
 * highest epoch.
 */
export class CannedCluster implements AsyncDisposable {
  readonly nodes: readonly RespServer[]
  readonly ids: readonly NodeId[]
  private readonly epochs: number[]

  private constructor(nodes: readonly RespServer[], ids: readonly NodeId[], epochs: number[]) {
    this.nodes = nodes
    this.ids = ids
    this.epochs = epochs
  }

  /**
   * `info`: the INFO of a node, by its index; each time it is asked. `see`: what a node makes of the right CLUSTER NODES.
   */
  static async start(
    count: number,
    info: (at: number) => string = () => INFO,
    see: (at: number, nodes: string) => string = (_, nodes) => nodes,
  ): Promise<CannedCluster> {
    const ids = Array.from({length: count}, (_, at) => at.toString(16).padStart(40, '0') as NodeId)
    const epochs = ids.map((_, at) => (at === 0 ? count : at))
    const ports: number[] = []
    const nodes = await Promise.all(
      ids.map((_, at) =>
        RespServer.start(([name = '', sub = '']) => {
          const command = name.toUpperCase() === 'INFO' ? 'INFO' : `${name} ${sub}`.toUpperCase()
          if (command === 'INFO') return bulk(info(at))
          if (command === 'CLUSTER NODES') return bulk(see(at, viewOf(at, {ids, epochs, ports})))
          return ANSWERS[command]?.(at, {ids, epochs, ports}) ?? '-ERR a made-up node does not do that\r\n'
        }),
      ),
    )
    ports.push(...nodes.map(({port}) => port))
    return new CannedCluster(nodes, ids, epochs)
  }

  /** How often all of them together received a command. */
  count(...command: readonly string[]): number {
    return this.nodes.reduce((sum, _, at) => sum + this.countOf(at, ...command), 0)
  }

  /** How often one of them, by its index, received a command. */
  countOf(at: number, ...command: readonly string[]): number {
    const received = this.nodes[at]?.received ?? []
    return received.filter((args) => command.every((word, index) => args[index]?.toUpperCase() === word))
      .length
  }

  get configEpochs(): readonly number[] {
    return this.epochs
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node[Symbol.asyncDispose]()))
  }
}

type Facts = {
  readonly ids: readonly NodeId[]
  readonly epochs: number[]
  readonly ports: readonly number[]
}

const ANSWERS: Readonly<Record<string, (at: number, facts: Facts) => string>> = {
  'CLUSTER INFO': (at, {epochs}) => bulk(infoOf(at, epochs)),
  'CLUSTER BUMPEPOCH': (at, {epochs}) => `+BUMPED ${(epochs[at] = Math.max(...epochs) + 1)}\r\n`,
  'CONFIG GET': () => array([bulk('cluster-node-timeout'), bulk('15000')]),
  'CLUSTER MEET': () => '+OK\r\n',
  'CLUSTER FORGET': () => '+OK\r\n',
  'CLUSTER COUNTKEYSINSLOT': () => ':0\r\n',
  'CLUSTER GETKEYSINSLOT': () => '*0\r\n',
}

function viewOf(own: number, {ids, epochs, ports}: Facts): string {
  const each = Math.floor(SLOT_COUNT / (ids.length + 20))
  const first = SLOT_COUNT - each * (ids.length - 1)
  return ids
    .map((id, at) => {
      const flags = at === own ? 'myself,master' : 'master'
      const place = `127.0.0.1:${ports[at]}@${Number(ports[at]) + 10_000}`
      const start = at === 0 ? 0 : first + (at - 1) * each
      const end = at === 0 ? first - 1 : start + each - 1
      // Times differ from one reading to the next, as on real servers.
      return `${id} ${place} ${flags} - 0 ${Date.now() + own} ${epochs[at]} connected ${start}-${end}\n`
    })
    .join('')
}

function infoOf(at: number, epochs: readonly number[]): string {
  return [
    'cluster_state:ok',
    `cluster_known_nodes:${epochs.length}`,
    `cluster_current_epoch:${Math.max(...epochs)}`,
    `cluster_my_epoch:${epochs[at]}`,
    '',
  ].join('\r\n')
}
