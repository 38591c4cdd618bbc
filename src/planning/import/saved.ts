import {isSameDump, isSameTtl} from '../../domain/copies.js'
import type {ExistingKeys} from '../../domain/import.js'
import type {SavedFile, SavedLine} from '../../domain/saved-key.js'

/** One key of a file of saved keys, and which copy is to be restored. */
export type SavedChoice = {
  readonly db: number
  readonly key: Buffer
  /** The copy that was saved last; undefined if all copies have expired. */
  readonly latest: {readonly node: string; readonly payload: Buffer; readonly ttlMs: number} | undefined
  /** Nodes of which different copies were saved, the last one last; empty if nobody has to decide. */
  readonly contenders: readonly string[]
}

/**
 * A key that changed between saving and deleting was saved again: of the lines of one key and node, the last one
 * counts. Copies of different nodes are all kept, because somebody may want any of them.
 */
export function chooseSaved(lines: readonly SavedLine[], now: number): SavedChoice[] {
  const keys = new Map<string, Map<string, SavedLine>>()
  for (const line of lines) {
    const name = `${line.db} ${line.key.toString('hex')}`
    const byNode = keys.get(name) ?? new Map<string, SavedLine>()
    // Setting an existing entry would keep its place in the order.
    byNode.delete(line.node)
    keys.set(name, byNode.set(line.node, line))
  }
  return [...keys.values()].flatMap((byNode) => choose([...byNode.values()], now))
}

/** `copies`: the copies of one key, one for each node. */
function choose(copies: readonly SavedLine[], now: number): SavedChoice[] {
  const [first] = copies
  if (!first) return []
  const {db, key} = first
  const living = copies
    .map(({node, payload, ...line}) => ({node, payload, ttlMs: timeLeft(line, now)}))
    .filter(({ttlMs}) => ttlMs !== 0)
  const latest = living.at(-1)
  const differ =
    latest !== undefined &&
    living.some(({payload, ttlMs}) => !isSameDump(payload, latest.payload) || !isSameTtl(ttlMs, latest.ttlMs))
  return [{db, key, latest, contenders: differ ? living.map(({node}) => node) : []}]
}

/** -1: forever; 0: expired. */
function timeLeft({timeToLiveMs, savedAt}: Pick<SavedLine, 'timeToLiveMs' | 'savedAt'>, now: number): number {
  return timeToLiveMs < 0 ? -1 : Math.max(0, timeToLiveMs - (now - savedAt))
}

const NAMED = 20

type ReadChoices = Pick<SavedFile, 'broken'> & {readonly choices: readonly SavedChoice[]}

/** What the user should know about a file of saved keys before its keys are restored. */
export function savedCautions(
  path: string,
  {broken, choices}: ReadChoices,
  existing: ExistingKeys,
): string[] {
  const contested = choices.filter(({contenders}) => contenders.length > 0).length
  const isReplaced = contested > 0 && existing === 'replace'
  return [
    ...(broken.length > 0 ? [brokenText(path, broken)] : []),
    ...(isReplaced
      ? [`Nodes had different copies of some keys (${contested}). The copy that was saved last is restored.`]
      : []),
  ]
}

function brokenText(path: string, broken: readonly number[]): string {
  const more = broken.length > NAMED ? ` and ${broken.length - NAMED} more` : ''
  return (
    `No key can be restored from the damaged lines of ${path}: ${broken.slice(0, NAMED).join(', ')}${more}. ` +
    'If the writing of a line was interrupted, its key was not deleted.'
  )
}
