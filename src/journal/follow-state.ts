import {createHash} from 'node:crypto'
import {closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import {type FollowedPlace, followStateDocument, type OwnerRuns} from '../contract/follow-state.js'
import type {KnownState} from '../contract/parsers/follow-state.js'
import {processMark} from './process-mark.js'
import {makeFolder} from '../storage/make-folder.js'

/**
 * How far an import that follows has come, in a file of the state folder: the next run of the same import goes on from there.
 * What is beyond that place is brought over again, so that a file that is a second old is as good as a new one.
 */
export class FollowState {
  /** A folder of its own for what has arrived. */
  readonly folder: string
  /** Of an earlier run; undefined if there was none. */
  readonly places: readonly FollowedPlace[] | undefined
  /** Of the owners then. */
  readonly owners: OwnerRuns
  private readonly path: string

  private constructor(folder: string, known: KnownState | undefined) {
    this.folder = folder
    this.path = join(folder, 'state.json')
    this.places = known?.places
    this.owners = known?.owners ?? []
  }

  /**
   * `source`: identifies what is followed. `nodes`: the ids of all nodes of the cluster, most of which may have others by the
   * next run. `parent`: the folder for all spools. Throws REFUSED if another process follows the same source into the same
   * cluster, or if the folder cannot be written.
   */
  static async open(
    parent: string,
    source: readonly string[],
    nodes: readonly string[],
  ): Promise<FollowState> {
    const folder = folderOf(parent, source, nodes)
    try {
      makeFolder(folder, 0o700)
      await takeOver(folder)
      writeFileSync(join(folder, NODES), nodes.join('\n'), {mode: 0o600})
    } catch (error) {
      if (error instanceof ClusterToolError) throw error
      const reason = (error as NodeJS.ErrnoException).message
      throw new ClusterToolError('REFUSED', `The spool ${folder} cannot be written: ${reason}.`, {
        cause: error,
      })
    }
    return new FollowState(folder, await read(join(folder, 'state.json')))
  }

  save(places: readonly FollowedPlace[], owners: OwnerRuns): void {
    const draft = `${this.path}.${process.pid}`
    writeFileSync(draft, JSON.stringify(followStateDocument(places, owners)), {mode: 0o600})
    renameSync(draft, this.path)
  }

  /** Called when the import ends; `isOver`: nothing will be continued. */
  close(isOver: boolean): void {
    rmSync(isOver ? this.folder : join(this.folder, LOCK), {recursive: true, force: true})
  }
}

const LOCK = 'process'
/** The ids of the nodes of the cluster, a line each. */
const NODES = 'nodes'

/** The folder of an earlier run for the same cluster, or a new one. */
function folderOf(parent: string, source: readonly string[], nodes: readonly string[]): string {
  const prefix = `follow-${hashOf(source)}-`
  const known = namesIn(parent)
    .filter((name) => name.startsWith(prefix))
    .find((name) => isSame(nodesIn(join(parent, name, NODES)), nodes))
  return join(parent, known ?? `${prefix}${hashOf(nodes.toSorted())}`)
}

/** As for clusters: nodes come and go, and a node that was removed may be in another cluster. */
function isSame(before: readonly string[], now: readonly string[]): boolean {
  const common = now.filter((id) => before.includes(id)).length
  return common * 2 > before.length || (common > 0 && common * 2 >= now.length)
}

function nodesIn(path: string): string[] {
  return unlessMissing(() => readFileSync(path, 'utf8').split('\n').filter(Boolean)) ?? []
}

function namesIn(folder: string): string[] {
  return unlessMissing(() => readdirSync(folder)) ?? []
}

function unlessMissing<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

function hashOf(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('hex').slice(0, 16)
}

/** The file names the process that follows. One whose process has ended counts as none. */
async function takeOver(folder: string): Promise<void> {
  const path = join(folder, LOCK)
  const own = `${process.pid} ${processMark(process.pid) ?? ''}`
  for (let attempt = 1; ; attempt++) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeFileSync(file, own)
      closeSync(file)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const text = await readFile(path, 'utf8').catch(() => '')
    const [pid = '', ...mark] = text.split(' ')
    const isRunning = text !== '' && processMark(Number(pid)) === mark.join(' ')
    if (isRunning || attempt === MOST_ATTEMPTS) {
      throw new ClusterToolError(
        'REFUSED',
        `Process ${pid} already follows this source into this cluster; clustertool control shows it.`,
      )
    }
    rmSync(path, {force: true})
  }
}

const MOST_ATTEMPTS = 3

async function read(path: string): Promise<KnownState | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const {parseFollowState} = await import('../contract/parsers/follow-state.js')
  // One that cannot be read says that keys may be in the cluster, and not how far it came.
  return parseFollowState(text).value ?? {places: [], owners: []}
}
