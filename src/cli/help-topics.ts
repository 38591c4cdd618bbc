import {ENVIRONMENT} from './environment.js'

const WIDTH = 76

/** A page of help that is about no single command. */
export type HelpPage = {readonly about: string; readonly text: string}

/** The pages by the word after `clustertool help`, besides `connection`, which is made from the flags. */
export const HELP_PAGES: ReadonlyMap<string, HelpPage> = new Map([
  [
    'environment',
    {
      about: 'Environment variables',
      text: ENVIRONMENT.map(({term, text}) => `${term}\n${wrapped(text)}`).join('\n'),
    },
  ],
  [
    'exit-codes',
    {
      about: 'Exit codes',
      text: `0    The command is done, or a check found no errors.
1    A bug in clustertool. The message names a file with the details.
2    Wrong flags or arguments.
3    The cluster is not healthy, or a comparison found differences.
4    Something forbids the command. Nothing was changed.
5    A node cannot be reached, or does not accept the password.
6    Part of the work is done. The output shows how to continue.
130  The answer was no, or a signal stopped the command.

Command lines of redis-cli and redis-trib end with 0, 1 or 130 only.`,
    },
  ],
  [
    'json',
    {
      about: 'Output for scripts',
      text: `With --json, a command prints one document on stdout, also if it fails:

  {"schema": 1, "command": "check", "outcome": {...}}
  {"schema": 1, "command": "check", "error": {"code", "message", "hints"}}

With --progress ndjson, commands that change a cluster print one event per
line on stderr. docs/json.md describes all documents and events.`,
    },
  ],
])

/** In lines that fit a terminal, indented. */
function wrapped(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= WIDTH) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines.map((line) => `    ${line}`).join('\n')
}

/** Whether `clustertool help` has a page of this name. */
export function isHelpPage(word: string): boolean {
  return word === 'connection' || HELP_PAGES.has(word)
}
