import type {FunctionLibrary, EndpointFacts} from '../../domain/move-facts.js'
import type {Node} from '../../domain/node.js'
import type {ClusterSnapshot} from '../../domain/snapshot.js'
import {nodeById} from '../../domain/snapshot.js'
import type {Expectation} from '../create/expectation.js'
import {type CreateReading, lineAddress} from '../create/listed.js'
import {listProblems, type Problem} from '../create/problems.js'
import {payloadVersion} from '../moves/payload.js'
import type {Home} from '../replica-homes.js'

/** A node that should join, as it was found, with its functions and passwords. */
export type Newcomer = {readonly reading: CreateReading; readonly end: EndpointFacts | undefined}

/** A problem, with advice if that says more than the message. */
export type AddProblem = Omit<Problem, 'code'> & {readonly code: string; readonly advice?: string}

/**
 * Everything that prevents nodes from joining a cluster, for all nodes together. Nodes that are already members have
 * no problems.
 */
export function addProblems(
  snapshot: ClusterSnapshot,
  newcomers: readonly Newcomer[],
  {homes, functions}: {readonly homes: readonly Home[]; readonly functions: readonly FunctionLibrary[]},
): AddProblem[] {
  const readings = newcomers.map(({reading}) => reading)
  const strangers = readings.filter(({node}) => !node || !nodeById(snapshot, node.id))
  const listed = {
    ids: new Set([...snapshot.nodes.map(({id}) => id), ...readings.flatMap(({node}) => node?.id ?? [])]),
    addresses: new Set(snapshot.nodes.flatMap(({view}) => view.map(lineAddress))),
  }
  return [
    ...listProblems(strangers, {listed, expected: EMPTY}),
    ...newcomers.flatMap((newcomer) => [
      ...functionProblems(newcomer, functions),
      ...replicaProblems(snapshot, newcomer, homes),
    ]),
  ]
}

/** A node that joins has no slots, no primary and no keys. */
const EMPTY: Expectation = {slotsFit: () => false, primaryFits: () => false, hasWholeMap: () => false}

/** Functions that only the new node has, or has in another version, would exist for some keys and not for others. */
function functionProblems(
  {reading: {typed}, end}: Newcomer,
  functions: readonly FunctionLibrary[],
): AddProblem[] {
  const wanted = new Map(functions.map(({name, code}) => [name, code]))
  const other = (end?.functions ?? []).filter(({name, code}) => wanted.get(name) !== code)
  if (other.length === 0) return []
  const names = other.map(({name}) => name).join(', ')
  return [
    {
      address: typed,
      code: 'has-functions',
      message: `${typed} has functions that are missing or different in the cluster: ${names}.`,
      advice: `If they are not needed, send to ${typed}: FUNCTION FLUSH`,
      fact: {code: 'unfit-node', address: typed, why: 'has-functions', reason: names},
    },
  ]
}

function replicaProblems(
  snapshot: ClusterSnapshot,
  {reading: {typed, node}, end}: Newcomer,
  homes: readonly Home[],
): AddProblem[] {
  const home = homes.find((one) => one.node === node?.id)
  const primary = home && nodeById(snapshot, home.primary)
  if (!node || !primary) return []
  return [...versionProblem(typed, node, primary), ...passwordProblem(typed, end, primary)]
}

function versionProblem(typed: string, node: Node, primary: Node): AddProblem[] {
  if (!node.info || !primary.info) return []
  const [own, sent] = [payloadVersion(node.info), payloadVersion(primary.info)]
  if (own === undefined || sent === undefined || own >= sent) return []
  return [
    {
      address: typed,
      code: 'too-old',
      message: `${typed} (${node.info.version}) is too old to be a replica of ${primary.address} (${primary.info.version}).`,
      advice: 'Upgrade it first.',
    },
  ]
}

/** Without it, a replica never gets in sync, and says so only in its log. */
function passwordProblem(typed: string, end: EndpointFacts | undefined, primary: Node): AddProblem[] {
  if (!end?.asksPassword || end.hasReplicationPassword !== false) return []
  return [
    {
      address: typed,
      code: 'masterauth-missing',
      message: `${typed} has no password for its primary ${primary.address} (masterauth), so it could not replicate.`,
      advice: `Send to ${typed}: CONFIG SET masterauth PASSWORD`,
    },
  ]
}
