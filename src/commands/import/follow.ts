import type {Address} from '../../domain/address.js'
import {parseByteSize} from '../../domain/byte-size.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ImportOutcome} from '../../domain/import.js'
import {confirm} from '../../cli/ask.js'
import type {Asked} from '../../cli/change.js'
import {follow} from '../../operations/follow/follow.js'
import type {ImportContext} from '../../operations/import-context.js'
import type {ImportOptions} from '../../operations/import.js'
import type {SourcePlace} from '../../operations/import-sources.js'
import {printable} from '../../report/words.js'
import type {ImportFlags} from './flags.js'

/** Runs `import --follow`. Throws USAGE for flags that do not fit. */
export function runFollow(
  seed: Address,
  place: SourcePlace,
  {flags, options}: {readonly flags: ImportFlags; readonly options: ImportOptions},
  {
    context,
    asked,
  }: {readonly context: ImportContext & {readonly say: (text: string) => void}; readonly asked: Asked},
): Promise<ImportOutcome> {
  refuseOthers(flags)
  const question = (source: string, what: string) =>
    `The source ${printable(source)}: ${printable(what)}. Delete these keys in the cluster, too? (type 'yes' to accept): `
  return follow(
    seed,
    place,
    {
      ...options,
      fromPrimary: flags['from-primary'],
      spool: flags.spool,
      spoolLimit: sizeOf(flags['spool-limit']),
      readyBelowMs: readyBelowOf(flags['ready-below']),
    },
    {
      ...context,
      confirmFlush: (source, what) => {
        context.say('')
        return confirm(question(source, what), {...asked, yes: flags.yes}).catch(asNo)
      },
    },
  )
}

/** Flags that say how keys are copied once have no meaning for what comes later. */
function refuseOthers(flags: ImportFlags): void {
  const given = (['move', 'replace', 'skip-existing'] as const).find((name) => flags[name])
  if (given) throw new ClusterToolError('USAGE', `--${given} does not work with --follow.`)
  if (flags.way === 'migrate') {
    throw new ClusterToolError(
      'USAGE',
      '--way migrate does not work with --follow: keys go through this machine.',
    )
  }
}

const LEAST_SPOOL_BYTES = 16 * 1024 * 1024

function sizeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const bytes = parseByteSize(text)
  if (bytes !== undefined && bytes >= LEAST_SPOOL_BYTES) return bytes
  throw new ClusterToolError('USAGE', `--spool-limit ${text} is not a size of at least 16MB, such as 20GB.`)
}

function readyBelowOf(text: string): number {
  const ms = parseDuration(text)
  if (ms !== undefined && ms > 0) return ms
  throw new ClusterToolError('USAGE', `--ready-below ${text} is not a time, such as 500ms or 2s.`)
}

/** Nobody can answer: that is no yes. */
function asNo(error: unknown): boolean {
  if (error instanceof ClusterToolError && error.code === 'REFUSED') return false
  throw error
}
