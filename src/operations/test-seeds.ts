import {type Address, formatAddress} from '../domain/address.js'
import {ownLine} from '../domain/node.js'
import type {SeedFacts, SeedTest} from '../domain/seed-test.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {isServerError, unlessRefused} from '../redis/errors.js'
import {toFailure} from '../redis/failure.js'
import {readNode} from '../redis/reading.js'
import {Wire} from '../redis/wire.js'

/** Connects to all seeds in parallel, logs in, and asks each about itself. Changes nothing. */
export function testSeeds(seeds: readonly Address[], connection: ConnectionOptions): Promise<SeedTest[]> {
  return Promise.all(seeds.map((seed) => testSeed(seed, connection)))
}

async function testSeed(seed: Address, connection: ConnectionOptions): Promise<SeedTest> {
  const [address, start] = [formatAddress(seed), performance.now()]
  let tls: string | undefined
  const facts = () => ({address, tls, milliseconds: Math.round(performance.now() - start)})
  try {
    const wire = await Wire.open(seed, connection)
    tls = wire.tlsVersion
    try {
      const answer = await askSeed(wire)
      return {...facts(), ...answer}
    } finally {
      wire.close()
    }
  } catch (error) {
    if (!isServerError(error)) throw error
    return {...facts(), reason: toFailure(error).reason}
  }
}

async function askSeed(wire: Wire): Promise<{readonly answer: SeedFacts} | {readonly reason: string}> {
  const {view, viewError, info, clusterInfo} = await readNode(wire)
  if (viewError) return {reason: toFailure(viewError).reason}
  const own = ownLine(view)
  if (!own) return {reason: 'it names no node as itself'}
  const user: unknown = await wire.call('ACL', 'WHOAMI').catch(unlessRefused)
  return {
    answer: {
      node: own.id,
      role: own.role,
      version: info?.version,
      user: typeof user === 'string' ? user : undefined,
      login: wire.login ? 'accepted' : 'not-needed',
      clusterState: clusterInfo?.state,
      members: view.map(({id}) => id),
    },
  }
}
