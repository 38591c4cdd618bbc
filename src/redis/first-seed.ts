import {setTimeout as sleep} from 'node:timers/promises'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {parseClusterNodes} from './cluster-nodes.js'
import type {ConnectionOptions} from './connection.js'
import {isServerError} from './errors.js'
import {type Failure, toFailure} from './failure.js'
import {Wire} from './wire.js'

/** Milliseconds after which the next seed is asked, too: a seed that does not answer costs no more. */
const HEAD_START_MS = 250

/** `alone`: it knows no other node and owns no slots, as a node does that was removed from its cluster. */
type SeedAnswer<A extends Address> = {readonly seed: A} & (
  | {readonly failure?: undefined; readonly alone: boolean}
  | {readonly failure: Failure}
)

type SeedWish = {
  readonly whose: string
  readonly signal?: AbortSignal | undefined
  readonly orServer?: boolean
}

/**
 * The first seed that answers; each has a short head start. A node alone and without slots is used only if no other
 * seed answers. `whose`: the subject of the error, such as «No seed of the profile prod». `orServer`: accept a server
 * outside a cluster, if it is the only one that answers. Throws UNREACHABLE or REFUSED with the reason of each, and
 * CANCELLED when `signal` is aborted.
 */
export async function firstSeed<A extends Address>(
  seeds: readonly A[],
  options: ConnectionOptions,
  wish: SeedWish,
): Promise<A> {
  const {signal} = wish
  const over = new AbortController()
  const stop = () => over.abort()
  signal?.addEventListener('abort', stop, {once: true})
  if (signal?.aborted) stop()
  const answers = askInTurn(seeds, options, over.signal)
  try {
    return await Promise.any(answers.map(whenMember))
  } catch {
    return secondBest(await Promise.all(answers), wish)
  } finally {
    signal?.removeEventListener('abort', stop)
    stop()
  }
}

function askInTurn<A extends Address>(
  seeds: readonly A[],
  options: ConnectionOptions,
  over: AbortSignal,
): Promise<SeedAnswer<A>>[] {
  let turn: Promise<unknown> = Promise.resolve()
  return seeds.map((seed) => {
    const answer = turn.then(() => askSeed(seed, options, over))
    const later = turn.then(() => sleep(HEAD_START_MS, undefined, {signal: over})).catch(() => undefined)
    turn = Promise.race([answer.catch(() => undefined), later])
    return answer
  })
}

async function askSeed<A extends Address>(
  seed: A,
  options: ConnectionOptions,
  over: AbortSignal,
): Promise<SeedAnswer<A>> {
  if (over.aborted) return {seed, failure: {kind: 'unreachable', reason: 'it was not asked'}}
  try {
    const wire = await Wire.open(seed, {...options, signal: over})
    // An answer that nobody waits for any more would keep the process alive.
    const close = () => wire.close()
    over.addEventListener('abort', close, {once: true})
    if (over.aborted) close()
    try {
      const lines = parseClusterNodes(await wire.callBytes('CLUSTER', 'NODES'))
      return {seed, alone: lines.length < 2 && lines.every(({slots}) => slots.length === 0)}
    } finally {
      over.removeEventListener('abort', close)
      close()
    }
  } catch (error) {
    if (!isServerError(error)) throw error
    return {seed, failure: toFailure(error)}
  }
}

/** Rejects for a seed that is not to be used as long as there is another one. */
async function whenMember<A extends Address>(asked: Promise<SeedAnswer<A>>): Promise<A> {
  const answer = await asked
  if (answer.failure || answer.alone) throw new ClusterToolError('UNREACHABLE', 'not this one')
  return answer.seed
}

/** The seed to use if none is a node with others or with slots. */
function secondBest<A extends Address>(
  answers: readonly SeedAnswer<A>[],
  {whose, signal, orServer = false}: SeedWish,
): A {
  if (signal?.aborted) throw new ClusterToolError('CANCELLED', 'Cancelled; nothing was changed.')
  const alone = answers.find(({failure}) => !failure)
  const chosen = alone ?? (orServer ? onlyServer(answers) : undefined)
  if (chosen) return chosen.seed
  throw noneAnswers(answers, whose)
}

/** Two servers are not two ways to the same keys. */
function onlyServer<A extends Address>(answers: readonly SeedAnswer<A>[]): SeedAnswer<A> | undefined {
  const [server, ...others] = answers.filter(({failure}) => failure?.kind !== 'unreachable')
  return others.length === 0 && server?.failure?.kind === 'not-cluster' ? server : undefined
}

function noneAnswers(answers: readonly SeedAnswer<Address>[], whose: string): ClusterToolError {
  const failed = answers.flatMap(({seed, failure}) =>
    failure ? [{address: formatAddress(seed), ...failure}] : [],
  )
  const answered = failed.every(({kind}) => kind === 'not-cluster' || kind === 'refused')
  return new ClusterToolError(answered ? 'REFUSED' : 'UNREACHABLE', noneUsable(failed, whose), {
    details: failed.map(({kind, address, reason}) => ({code: kind, address, reason})),
  })
}

/** A sentence that says why each of several nodes cannot be used. `whose`: its subject. */
export function noneUsable(
  failed: readonly {readonly address: string; readonly reason: string}[],
  whose: string,
): string {
  const reasons = failed.map(({address, reason}) => `${address}: ${reason.replace(/\.$/, '')}`).join('; ')
  return `${whose} can be used: ${reasons}${reasons.endsWith('?') ? '' : '.'}`
}
