import {createHash} from 'node:crypto'
import {readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {ImportTally} from '../domain/import.js'

/** What became of the keys of one database of one server so far. */
export type LaneState = {readonly tally: ImportTally}

const EVERY_MS = 500
const VERSION = 1

/**
 * How far an import has come, in a file of the state folder, so that the next run of the same import can say that it goes
 * on. No key is passed over because of it: what has arrived is found in the cluster, and may be older than the source.
 */
export class ImportState {
  private readonly path: string
  private readonly lanes: Map<string, LaneState>
  private written = Number.NEGATIVE_INFINITY

  /** `identity`: what the same import has in common with itself, and with no other. */
  constructor(folder: string, identity: readonly string[]) {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
    this.path = join(folder, `import-${name}.json`)
    this.lanes = new Map(read(this.path))
  }

  of(lane: string): LaneState | undefined {
    return this.lanes.get(lane)
  }

  /** Written twice a second at most. */
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

  /** The import is over. */
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

/** Counts that are none would be told as they are. */
function isLane(lane: unknown): lane is [string, LaneState] {
  const [name, state] = Array.isArray(lane) ? (lane as unknown[]) : []
  const {tally} = (state ?? {}) as {tally?: Record<string, unknown>}
  return typeof name === 'string' && COUNTS.every((count) => Number.isSafeInteger(tally?.[count]))
}

const COUNTS = ['imported', 'same', 'skipped', 'conflicting', 'gone'] as const
