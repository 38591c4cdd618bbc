import {readFileSync} from 'node:fs'

/**
 * Whether this process is in the foreground of its terminal. A shell stops a background process that changes the terminal
 * or reads from it. False if the system does not say.
 */
export function isInForeground(): boolean {
  try {
    return isForeground(readFileSync('/proc/self/stat', 'utf8'))
  } catch (error) {
    // A system without /proc.
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return false
  }
}

/** Reads /proc/PID/stat: the group of the process, and the group in the foreground of its terminal. */
export function isForeground(stat: string): boolean {
  // The name of the program is in parentheses, and may contain some itself.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return group !== undefined && group === foreground
}
