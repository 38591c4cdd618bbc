import {type Progress, silentProgress, spinnerProgress} from '../report/progress.js'

/** A spinner for a person at a terminal; scripts see nothing, since some take any word on stderr for a failure. */
export function openProgress(json: boolean): Promise<Progress> {
  return process.stderr.isTTY && !json ? spinnerProgress() : Promise.resolve(silentProgress)
}
