import {run} from '@oclif/core/run'
import {errorText} from '../report/error-text.js'
import {toEnding} from './exit.js'

/** Runs the command line. What ends before a command does, such as an unknown name, is told in the same form. */
export async function start({args, dir}: {readonly args?: string[]; readonly dir: string}): Promise<void> {
  try {
    await run(args, dir)
  } catch (error) {
    const ending = toEnding(error)
    process.exitCode = ending.exitCode
    process.stderr.write(`${errorText(ending)}\n`)
  }
}
