import {setAside} from '../checks/ignore.js'
import {runChecks} from '../checks/index.js'
import {lastingFindings} from '../checks/lasting.js'
import {type MoveMemory, movesSeen} from '../checks/moves-seen.js'
import {memoryAfter, type TransitionMemory, transitionsBetween} from '../checks/transitions.js'
import {explainByChanges} from '../checks/under-way.js'
import type {Address} from '../domain/address.js'
import type {FindingCode} from '../domain/finding.js'
import type {NodeId} from '../domain/node.js'
import type {NodeDetail} from '../domain/node-detail.js'
import {ratesOf} from '../domain/rates.js'
import type {ClusterSample} from '../domain/sample.js'
import type {WatchNews, WatchPicture} from '../domain/watch.js'
import {unlessLate} from '../domain/unless-ended.js'
import {isServerError} from '../redis/errors.js'
import type {Session} from '../redis/session.js'
import {atomicJobsSeen} from './atomic-jobs-seen.js'
import {ChangesUnderWay} from './changes-under-way.js'
import type {Here} from './under-way.js'
import {type FoundSample, SampleReader} from './sample-reader.js'

export type WatchOptions = {
  readonly here: Here
  /** Nodes that were named beside the seed. */
  readonly otherSeeds?: readonly Address[]
  /** Milliseconds for which one reading waits for a node that does not answer. */
  readonly patienceMs: number
  /** Findings that do not count. Default: none. */
  readonly ignore?: readonly FindingCode[]
}

/** Looks at one cluster again and again, and remembers what it has to know for the next picture. */
export class Watcher {
  private readonly session: Session
  private readonly options: WatchOptions
  private readonly reader: SampleReader
  private last: WatchPicture | undefined
  private memory: MoveMemory = new Map()
  private known: TransitionMemory | undefined
  private readonly changes: ChangesUnderWay

  /** `seed`: the node to begin with. */
  constructor(session: Session, seed: Address, options: WatchOptions) {
    const {patienceMs, otherSeeds = []} = options
    this.session = session
    this.options = options
    this.reader = new SampleReader([seed, ...otherSeeds], {patienceMs, first: seed})
    this.changes = new ChangesUnderWay(session, options)
  }

  /**
   * Reads the cluster. If no node can be read, the first call throws what takeSample throws, and later ones return the
   * last picture with the reason.
   */
  async next(): Promise<WatchPicture> {
    const found = await this.reader.sample(this.session)
    if ('tried' in found) {
      const [{error}] = found.tried
      if (!this.last) throw error
      this.last = {...this.last, unread: error.message, news: []}
    } else {
      this.last = await this.pictureOf(found)
    }
    return this.last
  }

  /** What one node says in detail; or why it does not. */
  async detail(id: NodeId): Promise<NodeDetail | string> {
    if (!this.session.isConnected(id)) return 'there is no connection to it'
    try {
      const detail = await unlessLate(this.session.node(id).detail(), this.options.patienceMs)
      return detail ? {...detail, node: id} : `no answer within ${this.options.patienceMs} ms`
    } catch (error) {
      if (!isServerError(error)) throw error
      return error.message
    }
  }

  private async pictureOf(found: FoundSample): Promise<WatchPicture> {
    const {sample} = found
    const {snapshot} = sample
    const raw = runChecks(snapshot)
    const jobs = (await unlessLate(atomicJobsSeen(this.session, snapshot), this.options.patienceMs)) ?? []
    const isNeeded =
      jobs.length > 0 || raw.some(({code}) => code === 'slots-open' || code === 'views-disagree')
    const changes = await this.changes.in(sample, isNeeded)
    const at = Date.parse(snapshot.takenAt)
    const explained = explainByChanges(snapshot, raw, changes)
    const {findings} = setAside(explained, this.options.ignore ?? [])
    const {moves, memory} = movesSeen({snapshot, findings: explained, jobs, at}, this.memory)
    this.memory = memory
    const {lasting, news} = lastingFindings(this.last?.findings ?? [], findings, at)
    return {
      ...found,
      unread: undefined,
      rates: ratesOf(sample, this.last?.sample),
      findings: lasting,
      moves,
      news: [...this.transitionsIn(sample, at), ...(this.last ? news : [])],
    }
  }

  private transitionsIn(after: ClusterSample, at: number): WatchNews[] {
    const {known: memory, last} = this
    this.known = memoryAfter(memory, after)
    if (!last || !memory) return []
    return transitionsBetween({before: last.sample, after, memory}).map((transition) => ({
      type: 'transition',
      at,
      transition,
    }))
  }
}
