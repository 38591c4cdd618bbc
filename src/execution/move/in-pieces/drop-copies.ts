import {isCopyName} from '../../../redis/pieces/copy-name.js'
import {LeftCopies} from '../../../redis/pieces/left-copies.js'
import type {Job} from '../by-keys/job.js'
import type {KeyGroup} from '../by-keys/pace.js'

/**
 * Deletes incomplete copies of big keys among the keys of the source, which no owner of a slot needs. Returns the groups
 * of all other keys. Throws what a server or the network causes.
 */
export async function dropCopies(
  {source, execution: {session}}: Pick<Job, 'source' | 'execution'>,
  groups: readonly KeyGroup[],
): Promise<readonly KeyGroup[]> {
  const isCopy = ({key}: KeyGroup['keys'][number]) => isCopyName(key)
  const found = groups.filter(({keys}) => keys.some(isCopy))
  if (found.length === 0) return groups
  const wire = await session.wire(source.id, session.options.commandTimeoutMs)
  try {
    const left = new LeftCopies(wire)
    for (const {db, keys} of found) {
      await left.remove(
        db,
        keys.filter(isCopy).map(({key}) => key),
      )
    }
  } finally {
    wire.close()
  }
  const rest = groups.map((group) => ({...group, keys: group.keys.filter((key) => !isCopy(key))}))
  return rest.filter(({keys}) => keys.length > 0)
}
