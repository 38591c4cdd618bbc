import {readFile} from 'node:fs/promises'

/** Whether a process of this machine is stopped and can go on, as after Ctrl-Z; false where nobody can tell. */
export async function isSuspended(pid: number): Promise<boolean> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name of the program is in parentheses, and may have some itself; the state comes next.
  return text.slice(text.lastIndexOf(')') + 2).startsWith('T')
}
