import {parseArgs} from 'node:util'
import {type ServerProgram, serverPrograms} from '../support/matrix.js'

export type Options = {
  readonly seed: number
  /** Number of rounds; undefined: as many as fit into the minutes. */
  readonly rounds: number | undefined
  readonly minutes: number
  readonly jobs: number
  readonly servers: readonly ServerProgram[]
  /** Only rounds with this command or fault. */
  readonly only: string | undefined
  /** Keep the folders of rounds that passed, too. */
  readonly keep: boolean
}

/** Versions on which clustertool works in different ways. */
const USUAL = ['Redis 6.0', 'Redis 7.0', 'Redis 8.6', 'Valkey 9.1']

/** Reads the command line. Throws one sentence if it is invalid. */
export function readOptions(args: readonly string[]): Options {
  const {values} = parseArgs({
    args: [...args],
    options: {
      seed: {type: 'string'},
      rounds: {type: 'string'},
      minutes: {type: 'string'},
      jobs: {type: 'string'},
      server: {type: 'string', multiple: true},
      only: {type: 'string'},
      keep: {type: 'boolean'},
    },
  })
  return {
    seed: wholeNumber('seed', values.seed) ?? Math.floor(Math.random() * 1_000_000),
    rounds: wholeNumber('rounds', values.rounds),
    minutes: Number(values.minutes ?? 1),
    jobs: wholeNumber('jobs', values.jobs) ?? 2,
    servers: serversNamed(values.server ?? USUAL),
    only: values.only,
    keep: values.keep ?? false,
  }
}

function wholeNumber(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new Error(`--${flag} takes a whole number, not ${text}`)
  return Number(text)
}

function serversNamed(names: readonly string[]): ServerProgram[] {
  const programs = serverPrograms()
  const found = names.flatMap((name) => programs.filter((program) => program.name.startsWith(name)))
  if (found.length > 0) return found
  throw new Error(
    `no server is called ${names.join(' or ')}; there are ${programs.map(({name}) => name).join(', ')}`,
  )
}
