import type {Term} from './page.js'

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
