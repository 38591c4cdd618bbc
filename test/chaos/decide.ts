import {repairArgv} from './argv.js'
import type {Copies, Stray} from './copies.js'
import {savedKeys} from './journals.js'
import {REPAIR_LIMIT_MS, namedIn} from './repair.js'
import type {Played} from './round.js'
import {problemsOfRun} from './said.js'
import {ToolRun, type ToolResult} from './tool.js'

/**
 * A fix did not repair everything. Then it must have named exactly the keys that need a decision, and a fix with a
 * decision must repair the rest and save the other copies. Adds its run to the runs; returns what is wrong.
 */
export async function decide(
  {repaired, stage, state}: Played,
  {strays}: Copies,
  runs: ToolResult[],
): Promise<string[]> {
  const {named} = repaired
  const wrong = checkNames(named, strays, repaired.runs.at(-1))
  if (named.length === 0) return wrong
  const argv = repairArgv('fix', stage, '--conflicts', 'keep-owner')
  const run = await new ToolRun(argv, {state, limitMs: REPAIR_LIMIT_MS}).ended
  runs.push(run)
  const saved = savedKeys(state)
  const left = `still naming ${namedIn(run).length} keys`
  return [
    ...wrong,
    ...problemsOfRun(run),
    ...(run.exitCode === 0 ? [] : [`decide: fix --conflicts keep-owner ${tellEnd(run)}, ${left}`]),
    ...few(
      named.filter((name) => !saved.includes(name)),
      (text) => `unsaved: ${text} are in no file of saved keys`,
    ),
  ]
}

/** Whether a fix that left something named exactly the keys of which two nodes have different copies. */
function checkNames(
  named: readonly string[],
  strays: readonly Stray[],
  run: ToolResult | undefined,
): string[] {
  if (named.length === 0) return [`not-whole: fix ${tellEnd(run)} and named no key`]
  const differing = namesWith(strays, ['differs'])
  // clustertool may consider these different or equal.
  const either = namesWith(strays, ['alike', 'unreadable'])
  const unnamed = differing.filter((name) => !named.includes(name))
  const inVain = named.filter((name) => !differing.includes(name) && !either.includes(name))
  return [
    ...few(unnamed, (text) => `unnamed: ${text} differ and are not named`),
    ...few(inVain, (text) => `named: ${text} are named and do not differ`),
  ]
}

function namesWith(strays: readonly Stray[], owned: readonly Stray['owned'][]): string[] {
  return strays.filter((stray) => owned.includes(stray.owned)).map(({name}) => name)
}

function few(names: readonly string[], sentence: (text: string) => string): string[] {
  return names.length === 0 ? [] : [sentence(`${names.length} keys such as ${names[0]}`)]
}

function tellEnd(run: ToolResult | undefined): string {
  const said = (run?.stderr.trim() || run?.stdout.trim() || '').split('\n').slice(-2).join(' | ')
  return `ended with ${run?.exitCode ?? run?.signal} (${said})`
}
