import {setTimeout as sleep} from 'node:timers/promises'
import type {NodeScan, ScanPlace} from '../domain/big-keys.js'
import {unlessBug} from '../domain/bug.js'
import {KeyTally, type TallyOptions} from '../domain/key-tally.js'
import type {Node} from '../domain/node.js'
import {keysOf} from '../domain/totals.js'
import {isServerError, ReplyRefused} from '../redis/errors.js'
import {silenceReason} from '../redis/failure.js'
import type {KeyScanner} from '../redis/key-scan.js'

/** How a scan of a node goes on. */
export type ScanOptions = TallyOptions & {
  /** Maximum number of keys a second; undefined: as many as it can. */
  readonly rate: number | undefined
  readonly signal: AbortSignal
  /** Called after each batch. */
  readonly onBatch: () => void
}

/** The scan of one node; it may be asked at any time how far it is. */
export class NodeScanning {
  /** Whether it began where an earlier one ended. */
  readonly resumed: boolean
  private readonly node: Node
  private readonly scanner: KeyScanner
  private readonly options: ScanOptions
  private readonly process: string
  private readonly tally: KeyTally
  private readonly total: number
  private left: readonly ScanPlace[]
  private found: number

  private constructor(node: Node, scanner: KeyScanner, options: ScanOptions, earlier: NodeScan) {
    this.node = node
    this.scanner = scanner
    this.options = options
    this.process = earlier.process
    this.resumed = earlier.scanned > 0
    this.tally = new KeyTally(options, earlier)
    this.total = earlier.total
    this.left = earlier.left
    this.found = earlier.scanned
  }

  /** Begins, or continues an earlier scan of the same process. Rejects if the node cannot be read. */
  static async open(
    node: Node,
    scanner: KeyScanner,
    options: ScanOptions,
    earlier: NodeScan | undefined,
  ): Promise<NodeScanning> {
    const process = await scanner.begin()
    const isSame = earlier !== undefined && process !== '' && earlier.process === process
    return new NodeScanning(node, scanner, options, isSame ? earlier : beginning(node, process))
  }

  get progress(): NodeScan {
    const {node, process, total, left} = this
    return {node: node.id, process, total, left, ...this.tally.tallied}
  }

  /** Keys that were found, for showing progress. */
  get count(): {readonly keys: number; readonly keysTotal: number} {
    return {keys: this.found, keysTotal: Math.max(this.found, this.total)}
  }

  /** Reads to the end, or until the signal. Returns why it could not; undefined if nothing stood in the way. */
  async run(): Promise<string | undefined> {
    const {signal} = this.options
    const pace = paceOf(this.options, this.found)
    try {
      while (this.left.length > 0 && !signal.aborted) {
        await this.readBatch()
        this.options.onBatch()
        await pace(this.found)
      }
      return undefined
    } catch (error) {
      return scanFailure(error)
    }
  }

  private async readBatch(): Promise<void> {
    const [place, ...others] = this.left
    if (!place) return
    const {cursor, keys, found} = await this.scanner.next(place.db, place.cursor)
    this.tally.add(place.db, keys)
    this.found += found
    this.left = cursor === '0' ? others : [{db: place.db, cursor}, ...others]
  }
}

/** Why a node could not be read, for an error that it caused; throws any other one. */
export function scanFailure(error: unknown): string {
  if (!isServerError(error)) throw error
  return error instanceof ReplyRefused ? error.message : silenceReason(error)
}

function beginning(node: Node, process: string): NodeScan {
  const left = (node.info?.keys ?? [{db: 0}]).map(({db}) => ({db, cursor: '0'}))
  const total = keysOf(node) ?? 0
  return {node: node.id, process, total, left, scanned: 0, bytes: 0, largest: [], prefixes: []}
}

/** Waits as long as keys were read faster than the rate allows. */
function paceOf({rate, signal}: ScanOptions, from: number): (found: number) => Promise<void> {
  const start = performance.now()
  return async (found) => {
    if (rate === undefined) return
    const waitMs = ((found - from) / rate) * 1000 - (performance.now() - start)
    if (waitMs > 1) await sleep(waitMs, undefined, {signal}).catch(unlessBug)
  }
}
