import type {NameOf} from '../report/names.js'
import {type Progress, silentProgress, spinnerProgress} from '../report/progress.js'

/** A spinner for a person at a terminal; scripts see nothing, since some take any word on stderr for a failure. */
export function openProgress(json: boolean, nameOf: NameOf): Promise<Progress> {
  // ora counts the lines it has to erase by dividing by the columns: on a terminal without a size it never ends.
  const drawable = process.stderr.isTTY && process.stderr.columns > 0
  return drawable && !json ? spinnerProgress({nameOf}) : Promise.resolve(silentProgress)
}
