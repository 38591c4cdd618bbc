import {createHash} from 'node:crypto'
import {renameSync, rmSync, writeFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {unlessBug} from '../domain/bug.js'
import {importStateDocument, type LaneState} from '../contract/import-state.js'

const EVERY_MS = 500

/**
 * The progress of an import, in a file of the state folder, so that the next run of the same import can say that it
 * continues. It never causes a key to be skipped: a copy that has arrived is found in the cluster, and may be older
 * than the source.
 */
export class ImportState {
  private readonly path: string
  private readonly lanes: Map<string, LaneState>
  private written = Number.NEGATIVE_INFINITY

  private constructor(path: string, lanes: Map<string, LaneState>) {
    this.path = path
    this.lanes = lanes
  }

  /** `identity`: identifies the import. */
  static async open(folder: string, identity: readonly string[]): Promise<ImportState> {
    const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 16)
    const path = join(folder, `import-${name}.json`)
    return new ImportState(path, new Map(await read(path)))
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
      writeFileSync(draft, JSON.stringify(importStateDocument(this.lanes)), {mode: 0o600})
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

/** A file that cannot be read counts as none: all keys are checked again. */
async function read(path: string): Promise<readonly (readonly [string, LaneState])[]> {
  const text = await readFile(path, 'utf8').catch(unlessBug)
  if (text === undefined) return []
  const {parseImportState} = await import('../contract/parsers/import-state.js')
  return parseImportState(text).value ?? []
}
