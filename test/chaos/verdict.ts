import {until} from '../support/until.js'
import {menderArgv} from './argv.js'
import {type Copies, readCopies, type Stray} from './copies.js'
import type {Excuse} from './excuses.js'
import {readJournals, savedKeys} from './journals.js'
import {findLosses} from './losses.js'
import {MEND_LIMIT_MS, namedIn} from './mend.js'
import {brokenPromises} from './promises.js'
import type {Played} from './round.js'
import {problemsOfRun} from './said.js'
import {ToolRun, type ToolResult} from './tool.js'
import {membersOf, problemsOf, readViews, type View} from './views.js'

export type Verdict = {
  /** What is wrong; nothing when the round passed. Each begins with a word for its kind. */
  readonly wrong: readonly string[]
  readonly excused: readonly Excuse[]
  /** Leftover copies that are the same as their owner's. */
  readonly leftovers: number
  /** Keys that needed a decision, and were named. */
  readonly decided: number
  readonly moreRuns: readonly ToolResult[]
}

/** Judges what a round left. */
export async function judge(played: Played): Promise<Verdict> {
  const {stage, mending, runs, state, wasCalm} = played
  const moreRuns: ToolResult[] = []
  const wrong = [...runs, ...mending.runs].flatMap(problemsOfRun)
  if (!wasCalm) wrong.push('harness: the servers did not become calm')
  if (!mending.isWhole) {
    const before = await readAll(played)
    wrong.push(...checkNames(mending.named, before.copies.strays, mending.runs.at(-1)))
    if (mending.named.length > 0) {
      const argv = menderArgv('fix', stage, '--conflicts', 'keep-owner')
      const run = await new ToolRun(argv, {state, limitMs: MEND_LIMIT_MS}).ended
      moreRuns.push(run)
      const saved = savedKeys(state)
      const unsaved = mending.named.filter((name) => !saved.includes(name))
      wrong.push(
        ...problemsOfRun(run),
        ...(run.exitCode === 0
          ? []
          : [
              `decide: fix --conflicts keep-owner ended with ${run.exitCode}, still naming ${namedIn(run).length} keys`,
            ]),
        ...(unsaved.length > 0
          ? [`unsaved: ${unsaved.length} keys such as ${unsaved[0]} are in no file of saved keys`]
          : []),
      )
    }
  }
  const after = await readAll(played)
  const journals = readJournals(state)
  const losses = findLosses({
    cluster: stage.cluster,
    copies: after.copies,
    keys: [...played.keys],
    records: played.records,
    history: played.faults.history,
    strict: isStrict(played),
    laterNodes: (slot) => numbersOf(played, journals.targetsOf(slot)),
    shards: shardsOf(played),
  })
  const lasting = mending.isWhole || moreRuns.at(-1)?.exitCode === 0
  return {
    wrong: [
      ...wrong,
      ...journals.problems,
      ...losses.wrong,
      ...(lasting ? [...after.problems, ...astray(after.copies)] : []),
      ...checkImport(played, after.copies),
      ...(lasting ? checkPromise(played, after.views) : []),
    ],
    excused: losses.excused,
    leftovers: after.copies.strays.filter(({owned}) => owned === 'same' || owned === 'alike').length,
    decided: mending.isWhole ? 0 : mending.named.length,
    moreRuns,
  }
}

type Reading = {
  readonly views: readonly View[]
  readonly problems: readonly string[]
  readonly copies: Copies
}

/** Views, once nothing is wrong with them or they have had a while; what servers trim by themselves has that too. */
async function readAll({stage, keys, imported, mending}: Played): Promise<Reading> {
  const {cluster, seed} = stage
  const read = async (): Promise<Reading> => {
    const views = await readViews(cluster.everyone)
    const problems = problemsOf(views, seed)
    const copies = await readCopies(views, membersOf(views, seed), [...keys, ...imported])
    return {views, problems, copies}
  }
  const isFine = ({problems, copies}: Reading): boolean =>
    problems.length === 0 && copies.hidden.length === 0 && copies.strays.length === 0
  let last = await read()
  if (isFine(last) || !mending.isWhole) return last
  await until('all is well', async () => isFine((last = await read())), 3000).catch(() => undefined)
  return last
}

/** Whether a fix that left something named exactly those keys of which two nodes have different copies. */
function checkNames(
  named: readonly string[],
  strays: readonly Stray[],
  run: ToolResult | undefined,
): string[] {
  if (named.length === 0) return [`not-whole: fix ${tellEnd(run)} and named no key`]
  const differing = namesWith(strays, ['differs'])
  // The tool may take these for different, or for the same.
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

function astray({strays, hidden}: Copies): string[] {
  const bad = strays.filter(({owned}) => owned !== 'same' && owned !== 'alike')
  const [one] = bad
  return [
    ...(one
      ? [
          `stray: ${bad.length} keys such as ${one.name} lie on node ${one.node}, and on their owner ${one.owner}: ${one.owned}`,
        ]
      : []),
    ...hidden.map(({node, keys}) => `hidden: node ${node} hides ${keys} keys`),
  ]
}

/** Keys of an import are in the cluster when it ended with 0, else there or still on the source. */
function checkImport({plan, runs, imported, faults}: Played, {readings}: Copies): string[] {
  if (imported.length === 0 || faults.history.losses.length + faults.history.takeovers.length > 0) return []
  const at = plan.commands.findIndex(({name}) => name === 'import')
  const missing = imported.filter(({name}) => {
    const reading = readings.get(name)
    return reading?.state !== 'present' || !reading.isWhole
  })
  if (missing.length === 0 || runs[at]?.exitCode !== 0) return []
  return [
    `import: it ended with 0, and ${missing.length} keys such as ${missing[0]?.name} are not in the cluster`,
  ]
}

function checkPromise({plan, runs, stage}: Played, views: readonly View[]): string[] {
  const [command] = plan.commands
  if (plan.commands.length > 1 || runs[0]?.exitCode !== 0 || !command) return []
  const {cluster, seed} = stage
  const newcomer = views.find(({member}) => member === cluster.newcomer)?.self.id ?? ''
  return brokenPromises(views, {command, newcomer, seed, idOf: (node) => cluster.member(node).id})
}

/** Nothing went down, and whoever took over did so in agreement with its primary. */
function isStrict({faults, runs}: Played): boolean {
  const {losses, takeovers} = faults.history
  return losses.length === 0 && takeovers.length === 0 && runs.every(({isLate}) => !isLate)
}

function shardsOf({stage, plan}: Played): number[][] {
  const {cluster} = stage
  const added = plan.commands.find(({name}) => name === 'add-node') as {asReplicaOf?: number} | undefined
  const shards = cluster.primaries.map(({shard}) =>
    cluster.members.filter((one) => one.shard === shard).map(({number}) => number),
  )
  if (added?.asReplicaOf === undefined) return [...shards, [cluster.newcomer.number]]
  return shards.map((nodes, shard) =>
    shard === added.asReplicaOf ? [...nodes, cluster.newcomer.number] : nodes,
  )
}

function numbersOf({stage}: Played, ids: readonly string[]): number[] {
  const {everyone} = stage.cluster
  return ids.flatMap((id) => everyone.find((member) => member.id === id)?.number ?? [])
}
