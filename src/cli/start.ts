import {basename} from 'node:path'
import {run} from '@oclif/core/run'
import {errorText} from '../report/error-text.js'
import {crashExit, type Exit, toExit} from './exit.js'
import {understand} from './first-word.js'
import {invocation} from './invocation.js'
import {LastResort} from './last-resort.js'
import type {Legacy} from './legacy-port.js'
import {run as theRun} from './run.js'
import {outliveReaders} from './streams.js'
import {restoreTerminal} from './terminal-guard.js'

/**
 * Runs the command line; `legacy` translates those of older tools. Problems before a command starts, such as an
 * unknown name, are reported in the same form.
 */
export async function start({
  args = process.argv.slice(2),
  dir,
  legacy,
}: {
  readonly args?: string[]
  readonly dir: string
  readonly legacy?: Legacy | undefined
}): Promise<void> {
  outliveReaders()
  const lastResort = new LastResort(endNow)
  const argv = legacy ? translated(args, legacy) : args
  try {
    const known = argv && understand(argv)
    if (known) await run([...known], dir)
  } catch (error) {
    tell(toExit(error))
  }
  const caught = lastResort.settle()
  if (!caught) return
  tell(crashExit(caught.error))
  // After a bug, something may be left that would keep the process alive.
  process.exit()
}

/** For an operation that does not end by itself. */
function endNow(error: unknown): never {
  restoreTerminal()
  tell(crashExit(error))
  if (theRun.isStoppable) process.stderr.write(`${theRun.openText}\n`)
  process.exit()
}

/** Undefined if the older tool would not have accepted it either; then this reports it, with the older exit code. */
function translated(args: readonly string[], legacy: Legacy): readonly string[] | undefined {
  // The name of the link by which the program was called, not the name of the file behind it.
  const programName = basename(process.argv[1] ?? '')
  try {
    const translation = legacy.translate(args, {programName, env: process.env})
    Object.assign(invocation, {legacy, view: translation.view})
    return translation.args
  } catch (error) {
    tell(toExit(error))
    process.exitCode = legacy.failureExit
    return undefined
  }
}

function tell(exit: Exit): void {
  process.exitCode = exit.exitCode
  process.stderr.write(`${errorText(exit)}\n`)
}
