import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

type Entry = {readonly plan?: {readonly steps?: readonly PlanStep[]}}
type Range = {readonly start: number; readonly end: number}
type PlanStep = {readonly target?: string; readonly node?: string; readonly ranges?: readonly Range[]}

/** The journals of a round, and what could not be read. */
export type Journals = {
  readonly problems: readonly string[]
  /** Ids of nodes to which slots were moving. */
  readonly targetsOf: (slot: number) => readonly string[]
}

/** Whether any journal has its first line. */
export function hasJournal(state: string): boolean {
  return journalsIn(state).some(({text}) => text.includes('\n'))
}

/** Reads all journals. The last line of a process that was killed may be incomplete; all others must be complete. */
export function readJournals(state: string): Journals {
  const read = journalsIn(state).map(readJournal)
  const moves = read.flatMap(({entries}) => movesIn(entries))
  return {
    problems: read.flatMap(({problems}) => problems),
    targetsOf: (slot) =>
      moves
        .filter(({ranges}) => ranges?.some(({start, end}) => start <= slot && slot <= end))
        .flatMap(({target, node}) => target ?? node ?? []),
  }
}

function readJournal({name, text}: {readonly name: string; readonly text: string}): {
  readonly entries: readonly Entry[]
  readonly problems: readonly string[]
} {
  const problems: string[] = []
  const lines = text.split('\n')
  const entries = lines.flatMap((line, index): Entry[] => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Entry]
    } catch {
      if (index < lines.length - 1) problems.push(`journal: line ${index + 1} of ${name} cannot be read`)
      return []
    }
  })
  return {entries, problems}
}

/** Steps that give slots to a node, including those that continue interrupted moves. */
function movesIn([first]: readonly Entry[]): PlanStep[] {
  return [...(first?.plan?.steps ?? [])]
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
