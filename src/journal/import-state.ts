import {createHash} from 'node:crypto'
import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ImportTally} from '../domain/import.js'

/** The counts of one database of one server so far. */
export type LaneState = {readonly tally: ImportTally}

const EVERY_MS = 500
const VERSION = 1

/**
 * The progress of an import, in a file of the state folder, so that the next run of the same import can say that it
 * continues. It never causes a key to be skipped: a copy that has arrived is found in the cluster, and may be older
 * than the source.
 */
export class ImportState {
  private readonly path: string
  private readonly lanes: Map<string, LaneState>
  private written = Number.NEGATIVE_INFINITY

  /** `identity`: identifies the import. */
  constructor(folder: string, identity: readonly string[]) {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
    this.path = join(folder, `import-${name}.json`)
    this.lanes = new Map(read(this.path))
  }

  of(lane: string): LaneState | undefined {
    return this.lanes.get(lane)
  }

  /** Writes at most twice a second. */
  save(lane: string, state: LaneState): void {
    this.lanes.set(lane, state)
    if (performance.now() - this.written < EVERY_MS) return
    this.written = performance.now()
    const draft = `${this.path}.${process.pid}`
    try {
      writeFileSync(draft, JSON.stringify({version: VERSION, lanes: [...this.lanes]}), {mode: 0o600})
      renameSync(draft, this.path)
    } catch {
      // Nothing depends on it.
    }
  }

  /** Called when the import is over. */
  remove(): void {
    rmSync(this.path, {force: true})
  }
}

function read(path: string): [string, LaneState][] {
  try {
    const {version, lanes} = JSON.parse(readFileSync(path, 'utf8')) as {version: unknown; lanes: unknown}
    return version === VERSION && Array.isArray(lanes) ? lanes.filter(isLane) : []
  } catch {
    return []
  }
}

/** Invalid counts would be reported to the user. */
function isLane(lane: unknown): lane is [string, LaneState] {
  const [name, state] = Array.isArray(lane) ? (lane as unknown[]) : []
  const {tally} = (state ?? {}) as {tally?: Record<string, unknown>}
  return typeof name === 'string' && COUNTS.every((count) => Number.isSafeInteger(tally?.[count]))
}

const COUNTS = ['imported', 'same', 'skipped', 'conflicting', 'gone'] as const
