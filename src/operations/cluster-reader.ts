import type {UnderWay} from '../checks/under-way.js'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ClusterSample} from '../domain/sample.js'
import {unlessEnded} from '../domain/unless-ended.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {isServerError} from '../redis/errors.js'
import {noneUsable} from '../redis/first-seed.js'
import {openSession, type Session} from '../redis/session.js'
import {type NoSample, SampleReader} from './sample-reader.js'
import {changesUnderWay, type Here} from './under-way.js'

/** One reading of a cluster: its nodes with their counters, and the changes under way. */
export type ClusterReading = {readonly sample: ClusterSample; readonly changes: readonly UnderWay[]}

/** What became of one attempt to read a cluster. */
export type ReadingOutcome = {
  /** Milliseconds since 1970. */
  readonly endedAt: number
  readonly milliseconds: number
} & (
  | {readonly reading: ClusterReading; readonly failure?: undefined}
  /** A sentence that says why not. */
  | {readonly reading?: undefined; readonly failure: string}
)

export type ReaderOptions = {
  readonly connection: ConnectionOptions
  readonly here: Here
  /** Milliseconds that one reading may take. */
  readonly limitMs: number
  /** Aborted when no more readings are wanted. */
  readonly signal: AbortSignal
}

/** Four waits for nodes that hang fit into one reading: three to find a seed, and one to read all nodes. */
const WAITS = 4

/** For so long each reading waits for a node that hung before, if a quarter of the limit is longer. */
const AGAIN_MS = 500

/**
 * Reads one cluster again and again, each time within a time limit. Those who ask at the same time share a reading.
 */
export class ClusterReader implements AsyncDisposable {
  private readonly options: ReaderOptions
  private readonly connection: ConnectionOptions
  private readonly reader: SampleReader
  private session: Session
  private current: Promise<ReadingOutcome> | undefined

  constructor(seeds: readonly Address[], options: ReaderOptions) {
    this.options = options
    this.connection = withinLimit(options.connection, options.limitMs)
    const againMs = Math.min(AGAIN_MS, this.connection.commandTimeoutMs)
    this.reader = new SampleReader(seeds, {againMs, followsNamed: true})
    this.session = openSession(this.connection)
  }

  /**
   * Reads the cluster. If it is being read already, returns what comes of that reading. Ends within the limit, and
   * rejects only with bugs.
   */
  read(): Promise<ReadingOutcome> {
    this.current ??= this.attempt().finally(() => {
      this.current = undefined
    })
    return this.current
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.session[Symbol.asyncDispose]()
  }

  private async attempt(): Promise<ReadingOutcome> {
    const {limitMs, signal} = this.options
    const began = performance.now()
    const over = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
    const result = await unlessEnded(this.readOrSayWhyNot(), over)
    // What still runs must not go on beside the next reading.
    if (result === undefined) await this.renew()
    const how = {endedAt: Date.now(), milliseconds: performance.now() - began}
    if (result === undefined) return {...how, failure: `It was not read within ${limitMs / 1000} s.`}
    return typeof result === 'string' ? {...how, failure: result} : {...how, reading: result}
  }

  private async readOrSayWhyNot(): Promise<ClusterReading | string> {
    const {session, options} = this
    const found = await this.reader.sample(session)
    if ('tried' in found) return whyNot(found)
    const {sample} = found
    try {
      return {sample, changes: await changesUnderWay(session, sample.snapshot, options.here)}
    } catch (error) {
      if (isServerError(error) || error instanceof ClusterToolError) return error.message
      throw error
    }
  }

  private async renew(): Promise<void> {
    const old = this.session
    this.session = openSession(this.connection)
    await old[Symbol.asyncDispose]()
  }
}

/** One that answers and is in another cluster says more than those that do not answer. */
function whyNot({tried}: NoSample): string {
  const [first, ...others] = tried
  const stranger = tried.find(({isStranger}) => isStranger)
  if (stranger || others.length === 0) return (stranger ?? first).error.message
  return noneUsable(
    tried.map(({address, error}) => ({address: formatAddress(address), reason: reasonOf(error)})),
    'None of these nodes',
  )
}

function reasonOf({facts, message}: ClusterToolError): string {
  const [fact] = facts
  return fact?.code === 'unread-node' ? fact.reason : message
}

function withinLimit(connection: ConnectionOptions, limitMs: number): ConnectionOptions {
  const most = Math.max(1, Math.floor(limitMs / WAITS))
  return {
    ...connection,
    connectTimeoutMs: Math.min(connection.connectTimeoutMs, most),
    commandTimeoutMs: Math.min(connection.commandTimeoutMs, most),
  }
}
