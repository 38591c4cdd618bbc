import type {Env} from '../profiles/env.js'
import {candidates, type Kind, KINDS} from './candidates.js'
import {readKnown} from './known.js'

/**
 * Whether a command line asks for candidates, as completion scripts do: `complete KIND [WORD [NODE]]`. It is answered
 * without loading any command, because a user waits for it at each press of a key.
 */
export function isCompletion([command, kind]: readonly string[]): boolean {
  return command === 'complete' && KINDS.some((one) => one === kind)
}

/**
 * Prints the candidates for a word, one per line, each with a tab and what it means. Connects to no server, and prints
 * nothing of what cannot be read. `args`: as for `isCompletion`.
 */
export async function complete([, kind, word = '', node = '']: readonly string[], env: Env): Promise<void> {
  // A shell may end before it has read everything.
  process.stdout.on('error', () => undefined)
  const found = candidates(kind as Kind, word, await readKnown(env, node))
  process.stdout.write(found.map(({word, about}) => `${word}\t${about}\n`).join(''))
}
