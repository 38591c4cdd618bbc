import {basename} from 'node:path'
import {run} from '@oclif/core/run'
import {translate} from '../compat/index.js'
import {errorText} from '../report/error-text.js'
import {OLD_FAILURE, toEnding} from './exit.js'
import {understand} from './first-word.js'

/**
 * Runs the command line, which may be spelled for an older tool. What ends before a command does, such as an unknown
 * name, is told in the same form.
 */
export async function start({
  args = process.argv.slice(2),
  dir,
}: {
  readonly args?: string[]
  readonly dir: string
}): Promise<void> {
  const argv = translated(args)
  if (!argv) return
  try {
    const known = understand(argv)
    if (known) await run([...known], dir)
  } catch (error) {
    tell(error)
  }
}

/** Undefined when the older tool would not have understood it either; that is told then, and ends as it did. */
function translated(args: readonly string[]): readonly string[] | undefined {
  // A link that the program was called by is still there; the name of the file behind it is not asked for.
  const programName = basename(process.argv[1] ?? '')
  try {
    return translate(args, {programName, env: process.env}).args
  } catch (error) {
    tell(error)
    process.exitCode = OLD_FAILURE
    return undefined
  }
}

function tell(error: unknown): void {
  const ending = toEnding(error)
  process.exitCode = ending.exitCode
  process.stderr.write(`${errorText(ending)}\n`)
}
