import {repairArgv, type Stage} from './argv.js'
import {KEY_NAMES} from './dataset.js'
import {ToolRun, type ToolResult} from './tool.js'

export type RepairResult = {
  readonly runs: readonly ToolResult[]
  readonly isWhole: boolean
  /** Keys that the last run named if it did not repair everything. */
  readonly named: readonly string[]
}

/** A node that was forgotten is banned for 60 s, and may have to be introduced again. */
export const REPAIR_LIMIT_MS = 90_000

/** Runs resume or fix. If a check still finds something after resume, fix follows. */
export async function repair(repairer: 'resume' | 'fix', stage: Stage, state: string): Promise<RepairResult> {
  const runs: ToolResult[] = []
  const run = async (...args: Parameters<typeof repairArgv>): Promise<ToolResult> => {
    const result = await new ToolRun(repairArgv(...args), {state, limitMs: REPAIR_LIMIT_MS}).ended
    runs.push(result)
    return result
  }
  if (repairer === 'resume') await run('resume', stage)
  else await run('fix', stage)
  const check = await run('check', stage)
  let last = runs[0]
  if (last?.exitCode === 0 && check.exitCode === 0) return {runs, isWhole: true, named: []}
  // A resume that could not finish says so; the rest is left to fix.
  last = await run('fix', stage)
  return {runs, isWhole: last.exitCode === 0, named: namedIn(last)}
}

/** Keys of the round that a run named. */
export function namedIn({stdout, stderr}: ToolResult): string[] {
  return [...new Set(`${stdout}${stderr}`.match(KEY_NAMES))].toSorted()
}
