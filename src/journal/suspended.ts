import {readFile} from 'node:fs/promises'

/** Whether a process of this machine is suspended, as after Ctrl-Z; false if that is unknown. */
export async function isSuspended(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name of the program is in parentheses, and may contain some itself; the state is after it.
  return text.slice(text.lastIndexOf(')') + 2).startsWith('T')
}
