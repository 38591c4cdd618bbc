import * as Flags from '@oclif/core/flags'

/** A notification at the end, for commands that may take long. */
export const onDoneFlag = {
  'on-done': Flags.string({
    description:
      'A command to run at the end, whatever the result, for example to send a message. $CLUSTERTOOL_COMMAND and $CLUSTERTOOL_EXIT_CODE tell it what has ended, and how.',
    helpValue: 'COMMAND',
  }),
}

/** A notification that hangs must not keep a script waiting. */
const LIMIT_MS = 30_000

/** Runs the command of --on-done. Returns what to tell the user if it fails, which does not change the exit code. */
export async function runOnDone(
  command: string,
  {name, exitCode}: {readonly name: string; readonly exitCode: number},
): Promise<string | undefined> {
  // Only few command lines need it, and every start would load it.
  const {runCommand} = await import('../operations/run-command.js')
  const env = {CLUSTERTOOL_COMMAND: name, CLUSTERTOOL_EXIT_CODE: String(exitCode)}
  const end = await runCommand(command, LIMIT_MS, env)
  if (end.exitCode === 0) return undefined
  const how = end.isLate
    ? `did not end within ${LIMIT_MS / 1000} s`
    : `ended with ${end.exitCode ?? 'a signal'}`
  return `The command of --on-done ${how}${end.said === '' ? '' : `: ${end.said}`}.`
}
