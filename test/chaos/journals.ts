import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

type Entry = {readonly type?: string; readonly step?: number; readonly ranges?: Range[]; readonly plan?: Plan}
type Range = {readonly start: number; readonly end: number}
type Plan = {readonly steps?: readonly {readonly target?: string; readonly node?: string}[]}

/** The journals of a round, and what in them cannot be read. */
export type Journals = {
  readonly problems: readonly string[]
  /** Ids of nodes to which slots were on their way. */
  readonly targetsOf: (slot: number) => readonly string[]
}

/** Whether any journal has its first line by now. */
export function hasJournal(state: string): boolean {
  return journalsIn(state).some(({text}) => text.includes('\n'))
}

/** Reads all journals; the last line of a tool that was killed may be cut off, all others must be whole. */
export function readJournals(state: string): Journals {
  const problems: string[] = []
  const moves: {readonly target: string; readonly ranges: readonly Range[]}[] = []
  for (const {name, text} of journalsIn(state)) {
    const lines = text.split('\n')
    const entries = lines.flatMap((line, index): Entry[] => {
      if (line === '') return []
      try {
        return [JSON.parse(line) as Entry]
      } catch {
        if (index < lines.length - 1) problems.push(`journal: line ${index + 1} of ${name} cannot be read`)
        return []
      }
    })
    const steps = entries[0]?.plan?.steps ?? []
    for (const {type, step, ranges} of entries) {
      const {target, node} = steps[step ?? -1] ?? {}
      const to = target ?? node
      if (type === 'slots-opening' && to !== undefined) moves.push({target: to, ranges: ranges ?? []})
    }
    for (const step of steps) {
      const {ranges} = step as {readonly ranges?: readonly Range[]}
      const to = step.target ?? step.node
      if (to !== undefined && ranges) moves.push({target: to, ranges})
    }
  }
  const targetsOf = (slot: number): string[] =>
    moves
      .filter(({ranges}) => ranges.some(({start, end}) => start <= slot && slot <= end))
      .map(({target}) => target)
  return {problems, targetsOf}
}

/** Keys that were saved before they were deleted. */
export function savedKeys(state: string): string[] {
  const folder = join(state, 'clustertool')
  return namesIn(folder)
    .filter((name) => name.startsWith('saved-keys'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => Buffer.from((JSON.parse(line) as {key: string}).key, 'base64').toString())
}

function journalsIn(state: string): {readonly name: string; readonly text: string}[] {
  const folder = join(state, 'clustertool')
  return namesIn(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => ({name, text: readFileSync(join(folder, name), 'utf8')}))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
