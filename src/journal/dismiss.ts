import {appendFile, open} from 'node:fs/promises'
import {join} from 'node:path'
import {DISMISSED, endedDocument} from '../contract/journal.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'

/**
 * Records in the journal of an operation that the user does not want it any more. Throws REFUSED if it cannot be
 * written.
 */
export async function writeDismissal(folder: string, id: string): Promise<void> {
  const path = join(folder, `${id}.jsonl`)
  const entry = JSON.stringify(endedDocument(DISMISSED))
  try {
    await appendFile(path, `${(await endsLine(path)) ? '' : '\n'}${entry}\n`)
  } catch (cause) {
    const reason = messageOf(cause)
    throw new ClusterToolError('REFUSED', `${path} cannot be written: ${reason}; nothing was changed.`, {
      cause,
    })
  }
}

/** The last line of a process that was killed may be incomplete. */
async function endsLine(path: string): Promise<boolean> {
  await using file = await open(path, 'r')
  const {size} = await file.stat()
  const {buffer, bytesRead} = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1))
  return bytesRead === 0 || buffer.toString() === '\n'
}
