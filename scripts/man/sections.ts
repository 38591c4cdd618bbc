import type {Term} from './page.js'

/** The variables of the environment that clustertool reads. */
export const ENVIRONMENT: readonly Term[] = [
  {term: 'REDISCLI_AUTH', text: 'The password, unless a flag gives one.'},
  {term: 'VALKEYCLI_AUTH', text: 'The same, if REDISCLI_AUTH is not set.'},
  {
    term: 'CLUSTERTOOL_SERVER',
    text: 'The server program that local start, restore and verify start. Default: redis-server or valkey-server on PATH.',
  },
  {term: 'NO_COLOR', text: 'If it is set and not empty, the output has no colors.'},
  {
    term: 'XDG_STATE_HOME',
    text: 'The folder that contains the folder clustertool with the state. Default: ~/.local/state.',
  },
  {
    term: 'XDG_CACHE_HOME',
    text: 'The folder that contains the folder clustertool with compiled code. Default: ~/.cache.',
  },
  {
    term: 'REDISCLI_CLUSTER_YES',
    text: 'If it is 1, command lines of redis-cli and redis-trib ask no questions.',
  },
  {term: 'VALKEYCLI_CLUSTER_YES', text: 'The same, for command lines of valkey-cli.'},
]

/** The files that clustertool writes without being asked to. */
export const FILES: readonly Term[] = [
  {
    term: '~/.local/state/clustertool',
    text: 'Journals of what was done to clusters, states of imports, copies of keys that were replaced, files about bugs, and local clusters.',
  },
]

/** The rows of the first table of docs/exit-codes.md. Throws if there is none. */
export function exitCodesOf(page: string): readonly Term[] {
  const rows = [...page.matchAll(/^\| (\d+) +\| \w* *\| (.*?) *\|$/gm)]
  const first = rows.slice(0, rows.findIndex(([, code]) => code === '130') + 1)
  if (first.length === 0) throw new Error('docs/exit-codes.md has no table of exit codes')
  return first.map(([, term = '', text = '']) => ({term, text: withoutMarks(text)}))
}

/** Links and code marks of Markdown as plain text. Sentences that only point to a section of the page are left out. */
function withoutMarks(text: string): string {
  return text
    .replaceAll(/ See \[[^\]]*\]\(#[^)]*\)\./g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
}
