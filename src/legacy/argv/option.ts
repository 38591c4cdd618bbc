import {ClusterToolError} from '../../domain/errors.js'

/** A flag of ours and its value; true for one that takes none. */
export type GivenFlag = readonly [flag: string, value: string | true]

/** An option of an older tool: how many words follow it, and what they come to. */
export type Option = {
  /** `pairs`: all that follow as long as they have an `=` in them. */
  readonly takes: 'nothing' | 'word' | 'pairs'
  /** Flags of ours; none when it has no meaning here. Throws USAGE naming the option as it was spelled. */
  readonly read: (words: readonly string[], spelling: string) => readonly GivenFlag[]
}

/** An option that has no meaning in cluster mode, now as before. */
export function ignored(takes: 'nothing' | 'word' = 'nothing'): Option {
  return {takes, read: () => []}
}

/** An option without a value. */
export function flag(name: string): Option {
  return {takes: 'nothing', read: () => [[name, true]]}
}

/** An option with a value that is passed on as it is, or as `read` makes it; undefined leaves the flag out. */
export function value(
  name: string,
  read: (text: string, spelling: string) => string | undefined = (text) => text,
): Option {
  return {
    takes: 'word',
    read([text = ''], spelling) {
      const result = read(text, spelling)
      return result === undefined ? [] : [[name, result]]
    },
  }
}

/** An option that takes all words with an `=` that follow. */
export function pairs(name: string): Option {
  return {
    takes: 'pairs',
    read(words, spelling) {
      if (words.length > 0) return words.map((word) => [name, word])
      throw new ClusterToolError('USAGE', `${spelling} needs node=weight.`, {
        hints: [`Such as ${spelling} 4f3a=2 77b0=0.`],
      })
    },
  }
}

/** A whole number from `least` up; `zero` is what 0 stands for. The tools before took anything, and garbage as 0. */
export function whole(least: number, zero?: {readonly means: string | undefined}) {
  return (text: string, spelling: string): string | undefined => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
    if (zero && number === 0) return zero.means
    if (number >= least) return String(number)
    throw new ClusterToolError(
      'USAGE',
      `${spelling} takes a whole number from ${least} up, and "${text}" is none.`,
    )
  }
}

/** A percentage from 0 up. Throws USAGE for anything else. */
export function percentage(text: string, spelling: string): string {
  if (/^(\d+\.?\d*|\.\d+)$/.test(text)) return text
  throw new ClusterToolError('USAGE', `${spelling} takes a percentage from 0 up, and "${text}" is none.`)
}

/** The words that follow an option at `index`, as many as it takes. Throws USAGE when its value is missing. */
export function wordsAfter(argv: readonly string[], index: number, option: Option): readonly string[] {
  const rest = argv.slice(index + 1)
  if (option.takes === 'nothing') return []
  if (option.takes === 'pairs') {
    const end = rest.findIndex((word) => !word.includes('='))
    return end < 0 ? rest : rest.slice(0, end)
  }
  if (rest.length > 0) return rest.slice(0, 1)
  throw badOption(argv[index] ?? '')
}

/** What both families say of an option that they do not know. A value behind `=` may be a password. */
export function badOption(
  word: string,
  hint = 'clustertool --help lists commands and flags.',
): ClusterToolError {
  const name = word.replace(/=.*$/s, '=…')
  return new ClusterToolError('USAGE', `Unrecognized option or bad number of args for: '${name}'.`, {
    hints: [hint],
  })
}
