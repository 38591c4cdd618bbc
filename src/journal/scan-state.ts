import {createHash} from 'node:crypto'
import {renameSync, rmSync, writeFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {scanStateDocument} from '../contract/scan-state.js'
import type {NodeScan} from '../domain/big-keys.js'
import {unlessBug} from '../domain/bug.js'
import type {NodeId} from '../domain/node.js'
import {tryFolder} from './folder.js'

const EVERY_MS = 5000

/** The progress of a scan for big keys, in a file of the state folder, so that a later run can continue it. */
export class ScanState {
  private readonly path: string
  private readonly earlier: ReadonlyMap<NodeId, NodeScan>
  private readonly scans: (() => NodeScan)[] = []
  private readonly isWritable: boolean
  private written = performance.now()

  private constructor(path: string, earlier: ReadonlyMap<NodeId, NodeScan>, isWritable: boolean) {
    this.path = path
    this.earlier = earlier
    this.isWritable = isWritable
  }

  /** `identity`: identifies the scan. `fresh`: whatever an earlier one wrote does not count. */
  static async open(folder: string, identity: readonly string[], fresh: boolean): Promise<ScanState> {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
    const path = join(folder, `big-keys-${name}.json`)
    const isWritable = (await tryFolder(folder)) === undefined
    const scans = fresh ? [] : await read(path)
    return new ScanState(path, new Map(scans.map((scan) => [scan.node, scan])), isWritable)
  }

  /** How far the scan of a node had come; undefined if it had not begun. */
  of(node: NodeId): NodeScan | undefined {
    return this.earlier.get(node)
  }

  /** From now on, the file says how far this scan is. */
  track(scan: () => NodeScan): void {
    this.scans.push(scan)
  }

  /** Writes the file every five seconds. */
  tick(): void {
    if (performance.now() - this.written >= EVERY_MS) this.write()
  }

  /** Writes the file, which only its owner may read. Returns whether it is there. */
  write(): boolean {
    this.written = performance.now()
    if (!this.isWritable) return false
    const draft = `${this.path}.${process.pid}`
    try {
      writeFileSync(draft, JSON.stringify(scanStateDocument(this.scans.map((scan) => scan()))), {mode: 0o600})
      renameSync(draft, this.path)
      return true
    } catch {
      // A scan that cannot be continued can be begun again.
      return false
    }
  }

  /** Called when the scan is over. */
  remove(): void {
    rmSync(this.path, {force: true})
  }
}

/** A file that cannot be read counts as none: all keys are read again. */
async function read(path: string): Promise<readonly NodeScan[]> {
  const text = await readFile(path, 'utf8').catch(unlessBug)
  if (text === undefined) return []
  const {parseScanState} = await import('../contract/parsers/scan-state.js')
  return parseScanState(text).value ?? []
}
