import {basename} from 'node:path'
import {run} from '@oclif/core/run'
import {translate} from '../compat/index.js'
import {errorText} from '../report/error-text.js'
import {toEnding} from './exit.js'

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
  try {
    // A link that the program was called by is still there; the name of the file behind it is not asked for.
    const programName = basename(process.argv[1] ?? '')
    const translation = translate(args, {programName, env: process.env})
    await run([...translation.args], dir)
  } catch (error) {
    const ending = toEnding(error)
    process.exitCode = ending.exitCode
    process.stderr.write(`${errorText(ending)}\n`)
  }
}
