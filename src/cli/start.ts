import {basename} from 'node:path'
import {run} from '@oclif/core/run'
import {translate} from '../compat/index.js'
import {errorText} from '../report/error-text.js'
import {crashEnding, type Ending, OLD_FAILURE, toEnding} from './exit.js'
import {understand} from './first-word.js'
import {LastResort} from './last-resort.js'
import {run as theRun} from './run.js'
import {outliveReaders} from './streams.js'

/**
 * Runs the command line, which may be one of an older tool. Problems before a command starts, such as an unknown
 * name, are reported in the same form.
 */
export async function start({
  args = process.argv.slice(2),
  dir,
}: {
  readonly args?: string[]
  readonly dir: string
}): Promise<void> {
  outliveReaders()
  const lastResort = new LastResort(endNow)
  const argv = translated(args)
  try {
    const known = argv && understand(argv)
    if (known) await run([...known], dir)
  } catch (error) {
    tell(toEnding(error))
  }
  const caught = lastResort.settle()
  if (!caught) return
  tell(crashEnding(caught.error))
  // After a bug, something may be left that would keep the process alive.
  process.exit()
}

/** For an operation that does not end by itself. */
function endNow(error: unknown): never {
  tell(crashEnding(error))
  if (theRun.isStoppable) process.stderr.write(`${theRun.openText}\n`)
  process.exit()
}

/**
 * Undefined if the older tool would not have accepted it either; then this reports it, and ends as the older tool
 * did.
 */
function translated(args: readonly string[]): readonly string[] | undefined {
  // The name of the link by which the program was called, not the name of the file behind it.
  const programName = basename(process.argv[1] ?? '')
  try {
    return translate(args, {programName, env: process.env}).args
  } catch (error) {
    tell(toEnding(error))
    process.exitCode = OLD_FAILURE
    return undefined
  }
}

function tell(ending: Ending): void {
  process.exitCode = ending.exitCode
  process.stderr.write(`${errorText(ending)}\n`)
}
