import type {NameOf} from '../report/names.js'
import {
  ndjsonProgress,
  plainProgress,
  type Progress,
  silentProgress,
  spinnerProgress,
} from '../report/progress.js'

/** What a user asked to see while steps run; `auto` is a live line for a person at a terminal. */
export type ProgressWish = 'auto' | 'plain' | 'ndjson' | 'none'

/** Scripts see nothing unless they ask, since some take any word on stderr for a failure. */
export async function openProgress(
  json: boolean,
  nameOf: NameOf,
  wish: ProgressWish = 'auto',
): Promise<Progress> {
  const write = (text: string) => void process.stderr.write(text)
  if (wish === 'plain') return plainProgress(write, nameOf)
  if (wish === 'ndjson') return ndjsonProgress(write)
  // ora counts the lines it has to erase by dividing by the columns: on a terminal without a size it never ends.
  const drawable = process.stderr.isTTY && process.stderr.columns > 0
  return wish === 'auto' && drawable && !json ? spinnerProgress({nameOf}) : silentProgress
}
