import {formatAddress} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {Candidate} from '../../domain/layout.js'
import type {NodeId} from '../../domain/node.js'
import {isAtLeast} from '../../domain/version.js'
import {dealPrograms} from '../../local/deal-programs.js'
import type {LocalNode, LocalProgram, LocalSettings} from '../../local/description.js'
import {findServer} from '../../local/find-server.js'
import {refuseOldServer} from '../../local/login.js'
import {hostInZone, zoneOf} from '../../local/node-setup.js'
import {canRead, writtenBy} from '../../local/rdb-versions.js'
import {readVersion} from '../../local/server-version.js'
import {planLayout} from '../../planning/create/layout.js'

type Own = Pick<LocalNode, 'host' | 'program'>

/**
 * What each node of a new local cluster has of its own, by port: the address of its zone, and its program if there
 * are several. Programs are dealt along the layout that create will make, so that a replica has another one than its
 * primary where it can load that one's data. Throws REFUSED for programs that are none, or that are too old.
 */
export async function ownOfNodes(
  ports: readonly number[],
  {servers, ...settings}: LocalSettings & {readonly servers: readonly string[]},
): Promise<Map<number, Own>> {
  const programs = await Promise.all([...new Set(servers)].map(programAt))
  for (const program of programs) refuseOldServer(program, settings)
  refuseStrangers(programs)
  const hosts = new Map(ports.map((port, index) => [port, hostOf(index, settings.zones)]))
  const dealt = programs.length > 1 ? deal(ports, {hosts, programs, replicas: settings.replicas}) : undefined
  return new Map(
    ports.map((port) => {
      const [host, program] = [hosts.get(port), dealt?.get(port)]
      return [port, {...(host && {host}), ...(program && {program})}]
    }),
  )
}

async function programAt(name: string): Promise<LocalProgram> {
  const server = await findServer(name)
  return {server, ...(await readVersion(server))}
}

/** Valkey split from Redis 7.2; later versions of Redis and Valkey misread each other on the cluster bus. */
function refuseStrangers(programs: readonly LocalProgram[]): void {
  const redis = programs.find(({software, version}) => software === 'redis' && isAtLeast(version, 7, 3))
  const valkey = programs.find(({software}) => software === 'valkey')
  if (!redis || !valkey) return
  throw new ClusterToolError(
    'REFUSED',
    `Valkey ${valkey.version} and Redis ${redis.version} cannot be in one cluster; Valkey works with Redis up to 7.2.`,
  )
}

function hostOf(index: number, zones: number): string | undefined {
  return zones > 1 ? hostInZone(index, zones) : undefined
}

type ProgramDealing = {
  readonly hosts: ReadonlyMap<number, string | undefined>
  readonly programs: readonly LocalProgram[]
  readonly replicas: number
}

function deal(
  ports: readonly number[],
  {hosts, programs, replicas}: ProgramDealing,
): Map<number, LocalProgram> {
  const candidates = ports.map((port) => candidateAt(port, hosts.get(port)))
  const portOf = new Map(candidates.map(({id}, index) => [id, ports[index] ?? 0]))
  const shards = planLayout(candidates, Math.min(replicas, ports.length - 1)).map(({primary, replicas}) => [
    primary,
    ...replicas,
  ])
  const hands = dealPrograms(
    programs.map((program) => ({
      program,
      loads: (other: LocalProgram) => canRead(program, writtenBy(other)),
    })),
    shards.map((nodes) => nodes.length),
  )
  return new Map(
    shards.flatMap((nodes, shard) =>
      nodes.flatMap(({id}, at) => {
        const [port, program] = [portOf.get(id), hands[shard]?.[at]]
        return port === undefined || program === undefined ? [] : [[port, program] as const]
      }),
    ),
  )
}

/** As create will see it; ids play no part in the layout. */
function candidateAt(port: number, host: string | undefined): Candidate {
  const address = {host: host ?? '127.0.0.1', port}
  return {
    id: String(port) as NodeId,
    address: formatAddress(address),
    host: address.host,
    zone: host === undefined ? undefined : zoneOf(host),
  }
}
