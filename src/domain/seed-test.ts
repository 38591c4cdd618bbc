import type {NodeId, Role} from './node.js'

/** What one seed of a profile answered, or why it did not. */
export type SeedTest = {
  readonly address: string
  readonly milliseconds: number
  /** The version of TLS; undefined without TLS, and if there is no connection. */
  readonly tls: string | undefined
} & (
  | {readonly reason: string; readonly answer?: undefined}
  | {readonly reason?: undefined; readonly answer: SeedFacts}
)

/** What a seed says about itself and its cluster. */
export type SeedFacts = {
  readonly node: NodeId
  readonly role: Role
  /** Undefined if INFO is refused. */
  readonly version: string | undefined
  /** As whom the connection is logged in; undefined if the server does not say. */
  readonly user: string | undefined
  /** `default` may need no login. */
  readonly login: 'accepted' | 'not-needed'
  readonly clusterState: 'ok' | 'fail' | undefined
  /** The nodes that it knows, including itself. */
  readonly members: readonly NodeId[]
}

/** Whether all seeds can be used, and belong together. */
export type SeedsStatus = 'ok' | 'incomplete' | 'unreachable' | 'different-clusters'

/** What became of a test of all seeds of a profile. */
export type SeedsOutcome = {
  readonly profile: string
  readonly file: string
  readonly status: SeedsStatus
  readonly seeds: readonly SeedTest[]
  /** Addresses of seeds that know nodes in common. */
  readonly clusters: readonly (readonly string[])[]
}

/** The seeds that answered, by cluster: two are of one cluster if they know a node in common. */
export function clustersOf(seeds: readonly SeedTest[]): readonly (readonly string[])[] {
  let groups: {readonly addresses: readonly string[]; readonly members: ReadonlySet<NodeId>}[] = []
  for (const {address, answer} of seeds) {
    if (!answer) continue
    const isSame = ({members}: {members: ReadonlySet<NodeId>}) => answer.members.some((id) => members.has(id))
    const same = groups.filter(isSame)
    const merged = {
      addresses: [...same.flatMap(({addresses}) => addresses), address],
      members: new Set([...same.flatMap(({members}) => [...members]), ...answer.members]),
    }
    groups = [...groups.filter((group) => !same.includes(group)), merged]
  }
  return groups.map(({addresses}) => addresses)
}

/** The overall result. */
export function seedsStatus(seeds: readonly SeedTest[]): SeedsStatus {
  const answered = seeds.filter(({answer}) => answer).length
  if (answered === 0) return 'unreachable'
  if (clustersOf(seeds).length > 1) return 'different-clusters'
  return answered < seeds.length ? 'incomplete' : 'ok'
}
