import type {ToolResult} from './tool.js'

/** A node that a command names may have been removed, or have changed its role, since. */
const OTHER_ROLE = /is not a node of this cluster|is a replica of|has no slots|owns no slots/

const ALLOWED = new Set([0, 3, 4, 5, 6, 130])
const TRACE = /^\s+at .*:\d+:\d+\)?$|node:internal|Unhandled|TypeError|RangeError|ReferenceError/m

/** What is wrong with how a run ended and with its output, whatever the state of the cluster. */
export function problemsOfRun(run: ToolResult): string[] {
  const name = run.args[0] ?? ''
  const said = run.stdout + run.stderr
  if (run.isLate) return [`hang: ${name} had not ended after ${run.milliseconds} ms`]
  return [
    ...(TRACE.test(said) ? [`trace: ${name} printed a stack trace`] : []),
    ...(isAllowed(run)
      ? []
      : [`exit: ${name} ended with ${run.exitCode ?? run.signal} (${run.harm.join(', ')})`]),
    ...(said.trim() === '' && run.exitCode !== 0 && run.harm.length === 0
      ? [`silent: ${name} ended with ${run.exitCode} and said nothing`]
      : []),
  ]
}

function isAllowed({exitCode, signal, harm, stderr}: ToolResult): boolean {
  if (exitCode === 2) return OTHER_ROLE.test(stderr)
  if (signal !== null) return harm.includes(signal)
  if (harm.some((one) => one.startsWith('SIG')) && exitCode !== null && exitCode > 128) return true
  return exitCode !== null && ALLOWED.has(exitCode) && (exitCode !== 130 || harm.length > 0)
}
