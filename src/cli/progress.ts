import type {NameOf} from '../report/names.js'
import {
  ndjsonProgress,
  plainProgress,
  type Progress,
  silentProgress,
  spinnerProgress,
} from '../report/progress.js'

/** What to show while steps run; `auto` is a live line for a person at a terminal. */
export type ProgressWish = 'auto' | 'plain' | 'ndjson' | 'none'

/** By default scripts get nothing, because some treat any output on stderr as a failure. */
export async function openProgress(
  json: boolean,
  nameOf: NameOf,
  wish: ProgressWish = 'auto',
): Promise<Progress> {
  const write = (text: string) => void process.stderr.write(text)
  if (wish === 'plain') return plainProgress(write, nameOf)
  if (wish === 'ndjson') return ndjsonProgress(write)
  // ora divides by the number of columns to count the lines to erase, and never ends on a terminal without a size.
  const drawable = process.stderr.isTTY && process.stderr.columns > 0
  return wish === 'auto' && drawable && !json ? spinnerProgress({nameOf}) : silentProgress
}
