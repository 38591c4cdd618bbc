import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {settleAll} from '../domain/settle-all.js'
import type {ConnectionOptions} from './connection.js'
import {ConnectionLost, isServerError, whenServerError} from './errors.js'
import {parseInfo} from './info.js'
import {Wire} from './wire.js'

/** The server whose stream is read. */
export type AttachedServer = {
  readonly address: Address
  readonly isReplica: boolean
  /** The primary that was named when it was chosen. */
  readonly primary: Address
}

export type AttachWishes = {
  /** Where the primary is now. */
  readonly locate: () => Promise<Address>
  readonly options: ConnectionOptions
  /** Use the primary itself although it has replicas. */
  readonly fromPrimary: boolean
}

/**
 * Which server of a primary and its replicas to read from: a replica if there is one that is in step, so that the primary
 * has no work. It is chosen again only when it is lost.
 */
export class AttachPoint {
  private readonly wishes: AttachWishes
  private chosen: Promise<AttachedServer> | undefined

  constructor(wishes: AttachWishes) {
    this.wishes = wishes
  }

  /** Rejects with ConnectionLost or ReplyRefused if no server can be used. */
  server(): Promise<AttachedServer> {
    if (this.chosen) return this.chosen
    const choosing = choose(this.wishes)
    this.chosen = choosing
    choosing.catch(() => this.forget(choosing))
    return choosing
  }

  /** Whether another primary is named now. False while nobody says so. */
  async hasMoved(): Promise<boolean> {
    const chosen = await this.chosen?.catch(whenUnreachable)
    if (!chosen) return false
    const named = await this.wishes.locate().catch(whenUnreachable)
    return named !== undefined && formatAddress(named) !== formatAddress(chosen.primary)
  }

  /** Called when the connection to the server is lost: another one may be better. */
  lost(): void {
    this.chosen = undefined
  }

  private forget(choosing: Promise<AttachedServer>): void {
    if (this.chosen === choosing) this.chosen = undefined
  }
}

async function choose({locate, options, fromPrimary}: AttachWishes): Promise<AttachedServer> {
  const named = await locate()
  const text = await readInfo(named, options)
  const {replication, loading} = parseInfo(text)
  if (loading) throw new ConnectionLost('it is loading its data')
  // A replica that the user has named.
  if (replication.role === 'replica') return {address: named, isReplica: true, primary: named}
  const replicas = fromPrimary ? [] : replicasIn(text)
  const usable = await settleAll(
    replicas.map(async (address) => {
      const said = await readInfo(address, options).catch(whenServerError(undefined))
      const facts = said === undefined ? undefined : parseInfo(said)
      const isInStep = facts?.replication.role === 'replica' && facts.replication.linkUp && !facts.loading
      return isInStep ? [address] : []
    }),
  )
  const [replica] = usable.flat()
  return replica
    ? {address: replica, isReplica: true, primary: named}
    : {address: named, isReplica: false, primary: named}
}

async function readInfo(address: Address, options: ConnectionOptions): Promise<string> {
  const wire = await Wire.open(address, options)
  try {
    return String(await wire.call('INFO'))
  } finally {
    wire.close()
  }
}

/** Lines such as `slave0:ip=127.0.0.1,port=7001,state=online,offset=84,lag=0`. A tool that reads the stream has no port. */
export function replicasIn(text: string): Address[] {
  const lines = text.matchAll(/^(?:slave|replica)\d+:ip=([^,]*),port=([1-9]\d*),state=online/gm)
  return [...lines].map(([, host = '', port]) => ({host, port: Number(port)}))
}

function whenUnreachable(error: unknown): undefined {
  if (isServerError(error) || (error instanceof ClusterToolError && error.code === 'UNREACHABLE'))
    return undefined
  throw error
}
