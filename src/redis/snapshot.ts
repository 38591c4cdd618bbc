import {ownLine} from '../domain/node.js'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {Node, NodeId, NodeInfo, NodeLine} from '../domain/node.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {hidesForeignKeys} from '../domain/version.js'
import {isServerError} from './errors.js'
import {fewAtOnce} from './few-at-once.js'
import {type Failure, toFailure, toViewFailure} from './failure.js'
import type {NodeClient} from './node-client.js'
import {lostNode, type Reached, reachedNode} from './node-record.js'
import type {Session} from './session.js'
import {Words} from './words.js'
import {withZone} from './zones.js'

export type SnapshotRequest = {
  /** Also count keys in slots that a node does not own: one command per slot, pipelined. */
  readonly countStrayKeys?: boolean
  /** Reads one node. Default: tryToRead. */
  readonly readNode?: ReadNode
}

type ReadNode = typeof tryToRead

/** Why there is no view. A node that is loading refuses CLUSTER and still answers INFO. */
type Lost = Failure & {readonly info?: NodeInfo | undefined}

type Attempt = {readonly line: NodeLine} & (
  | {readonly reached: Reached; readonly failure?: undefined}
  | {readonly reached?: undefined; readonly failure: Lost}
)

/**
 * Reads every node that the seed, or a node that was found through it, knows: in parallel, one round trip each.
 * Throws UNREACHABLE if the seed cannot be read, and REFUSED if it is not a cluster node. Any other node that cannot
 * be read is in the snapshot with the reason.
 */
export async function takeSnapshot(
  session: Session,
  seed: Address,
  request: SnapshotRequest = {},
): Promise<ClusterSnapshot> {
  const {readNode = tryToRead} = request
  const first = await readSeed(session, seed, readNode)
  const attempts = new Map<NodeId, Attempt>([[first.line.id, first]])
  const words = new Words()
  words.add(first.reached.view)
  for (let lines = words.about(attempts); lines.length > 0; lines = words.about(attempts)) {
    const found = await fewAtOnce(lines, (line) => attempt(session, line, readNode))
    for (const one of found) attempts.set(one.line.id, one)
    for (const {reached} of found) words.add(reached?.view ?? [])
  }
  return {
    takenAt: new Date().toISOString(),
    seed: first.line.id,
    nodes: await toNodes([...attempts.values()], words, request),
  }
}

async function readSeed(
  session: Session,
  seed: Address,
  readNode: ReadNode,
): Promise<Attempt & {reached: Reached}> {
  const result = await readNode(session, seed)
  const line = 'view' in result ? ownLine(result.view) : undefined
  if ('kind' in result || !line)
    throw seedError(
      seed,
      'kind' in result
        ? result
        : {kind: 'refused', reason: 'its CLUSTER NODES does not contain the node itself'},
    )
  session.register(line.id, result.client)
  return {line, reached: {...result, line, address: formatAddress(seed)}}
}

function seedError(seed: Address, {kind, reason}: Failure): ClusterToolError {
  const address = formatAddress(seed)
  const code = kind === 'not-cluster' || kind === 'refused' ? 'REFUSED' : 'UNREACHABLE'
  return new ClusterToolError(
    code,
    `Node ${address} cannot be used: ${reason}${/[.?]$/.test(reason) ? '' : '.'}`,
    {
      details: [{code: kind, address, reason}],
      facts: [{code: 'unread-node', address, kind, reason, joins: false}],
    },
  )
}

async function attempt(session: Session, line: NodeLine, readNode: ReadNode): Promise<Attempt> {
  // The id in a handshake line is made up by the node that prints it; no node has it.
  if (line.flags.includes('handshake'))
    return {line, failure: {kind: 'unreachable', reason: 'it is still in handshake'}}
  if (line.host === '' || line.flags.includes('noaddr')) {
    return {line, failure: {kind: 'unreachable', reason: 'its address is not known'}}
  }
  const address = {host: line.host, port: line.port}
  const result = await readNode(session, address)
  if ('kind' in result) return {line, failure: result}
  const own = ownLine(result.view)
  if (own?.id !== line.id) {
    return {line, failure: {kind: 'unreachable', reason: `another node has its address: ${own?.id}`}}
  }
  session.register(line.id, result.client)
  return {line, reached: {...result, line: own, address: formatAddress(address)}}
}

/** Reads one node by address. Returns what it said, or why it could not be read. */
export async function tryToRead(
  session: Session,
  address: Address,
): Promise<Lost | (Omit<Reached, 'line' | 'address'> & {client: NodeClient})> {
  try {
    const client = await session.connect(address)
    const reading = withZone(await client.read(), address, session.options.zones ?? [])
    if (!reading.viewError) return {...reading, client}
    return {...toViewFailure(reading.viewError, reading.info), info: reading.info}
  } catch (error) {
    if (!isServerError(error)) throw error
    return toFailure(error)
  }
}

function toNodes(attempts: readonly Attempt[], words: Words, request: SnapshotRequest): Promise<Node[]> {
  return Promise.all(
    attempts.map(async ({line, reached, failure}) => {
      const said = words.of(line.id)
      if (!reached) return lostNode(line, said, failure)
      const node = reachedNode(reached, said)
      return request.countStrayKeys ? {...node, ...(await countUnseenKeys(reached.client, node))} : node
    }),
  )
}

async function countUnseenKeys(
  client: NodeClient,
  node: Node,
): Promise<Pick<Node, 'strayKeys' | 'hiddenKeys'>> {
  // A replica holds what its primary holds, and only the primary can be repaired.
  if (node.role === 'replica') return {strayKeys: []}
  const databases = node.info?.keys.map(({db}) => db) ?? [0]
  const strayKeys = await client.countStrayKeys(node.slots, databases)
  if (!hidesForeignKeys(node.info)) return {strayKeys}
  return {strayKeys, hiddenKeys: (await client.countHiddenKeys()) ?? 0}
}
