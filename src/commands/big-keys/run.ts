import {localContext} from '../../cli/local-context.js'
import {openProgress} from '../../cli/progress.js'
import type {Address} from '../../domain/address.js'
import type {BigKeysOutcome} from '../../domain/big-keys.js'
import {bigKeys, type BigKeysRequest} from '../../operations/big-keys.js'
import type {Asked, Terminal} from '../../cli/change.js'

/** Looks for big keys, with progress on this terminal. */
export async function runBigKeys(
  seed: Address,
  request: BigKeysRequest,
  {
    connection,
    signal,
    json,
    progress: wish,
  }: Pick<Asked, 'connection' | 'signal' | 'json'> & Pick<Terminal, 'progress'>,
): Promise<BigKeysOutcome> {
  const display = await openProgress(json, (id) => id, wish)
  const {stateFolder} = localContext()
  try {
    return await bigKeys(seed, request, {
      connection,
      signal,
      stateFolder,
      onProgress: (progress) => display.listener({type: 'scan-progress', progress}),
    })
  } finally {
    display.stop()
  }
}
