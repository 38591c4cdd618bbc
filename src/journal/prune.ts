import {readdir, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'

const KEPT = 200
const DAY_MS = 86_400_000
const KEPT_DAYS = 90

/**
 * Deletes journals that are neither among the last 200 nor younger than 90 days, by the time of their last line. Does
 * not touch files of saved keys, because they may be the only copies. Ignores files that cannot be deleted.
 */
export async function pruneJournals(folder: string, now = Date.now()): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted()
  const old = names.slice(0, -KEPT).map(async (name) => {
    const path = join(folder, name)
    const {mtimeMs} = await stat(path)
    if (now - mtimeMs > KEPT_DAYS * DAY_MS) await rm(path)
  })
  await Promise.allSettled(old)
}
