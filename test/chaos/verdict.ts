import {until} from '../support/until.js'
import {type Copies, readCopies} from './copies.js'
import {decide} from './decide.js'
import type {Excuse} from './excuses.js'
import {readJournals, savedKeys} from './journals.js'
import {findLosses} from './losses.js'
import {brokenPromises} from './promises.js'
import type {Played} from './round.js'
import {problemsOfRun} from './said.js'
import type {ToolResult} from './tool.js'
import {membersOf, problemsOf, readViews, type View} from './views.js'

export type Verdict = {
  /** What is wrong; empty if the round passed. Each begins with a word for its kind. */
  readonly wrong: readonly string[]
  readonly excused: readonly Excuse[]
  /** Stray copies that are equal to their owner's. */
  readonly leftovers: number
  /** Keys that needed a decision, and were named. */
  readonly decided: number
  readonly moreRuns: readonly ToolResult[]
}

/**
 * A node that is away while it is removed cannot be reset, which is reported, and knows the others when it is back.
 */
function isToBlame({plan}: Played): (problem: string) => boolean {
  const removed = plan.commands.flatMap((command) => (command.name === 'del-node' ? [command.node] : []))
  const away = new Set(plan.faults.flatMap((fault) => ('node' in fault ? [fault.node] : [])))
  const told = removed.filter((node) => away.has(node))
  return (problem) => !told.some((node) => problem.startsWith(`half-joined: node ${node} `))
}

/** Judges the final state of a round. */
export async function judge(played: Played): Promise<Verdict> {
  const {stage, repaired, runs, state, wasCalm} = played
  const moreRuns: ToolResult[] = []
  const wrong = [...runs, ...repaired.runs].flatMap(problemsOfRun)
  if (!wasCalm) wrong.push('harness: the servers did not become calm')
  if (!repaired.isWhole) wrong.push(...(await decide(played, (await readAll(played)).copies, moreRuns)))
  const after = await readAll(played)
  const journals = readJournals(state)
  const saved = new Set(savedKeys(state))
  const losses = findLosses({
    cluster: stage.cluster,
    copies: after.copies,
    // A copy that a decision gave up is in a file.
    keys: played.keys.filter(({name}) => !saved.has(name)),
    records: played.records,
    history: played.faults.history,
    strict: isStrict(played),
    laterNodes: (slot) => numbersOf(played, journals.targetsOf(slot)),
    shards: shardsOf(played),
  })
  const lasting = repaired.isWhole || moreRuns.at(-1)?.exitCode === 0
  return {
    wrong: [
      ...wrong,
      ...journals.problems,
      ...losses.wrong,
      ...(lasting ? [...after.problems.filter(isToBlame(played)), ...astray(after.copies)] : []),
      ...checkImport(played, after.copies),
      ...(lasting ? checkPromise(played, after.views) : []),
    ],
    excused: losses.excused,
    leftovers: after.copies.strays.filter(({owned}) => owned === 'same' || owned === 'alike').length,
    decided: repaired.isWhole ? 0 : repaired.named.length,
    moreRuns,
  }
}

type Reading = {
  readonly views: readonly View[]
  readonly problems: readonly string[]
  readonly copies: Copies
}

/**
 * Reads the views when nothing is wrong with them or after a while, because servers also delete keys of moved slots
 * by themselves.
 */
async function readAll({stage, keys, imported, repaired}: Played): Promise<Reading> {
  const {cluster, seed} = stage
  const read = async (): Promise<Reading> => {
    const views = await readViews(cluster.everyone)
    const problems = problemsOf(views, seed)
    const copies = await readCopies(views, membersOf(views, seed), [...keys, ...imported])
    return {views, problems, copies}
  }
  const isFine = ({problems, copies}: Reading): boolean =>
    problems.length === 0 &&
    copies.hidden.length === 0 &&
    copies.strays.every(({owned}) => owned === 'outside')
  let last = await read()
  if (isFine(last) || !repaired.isWhole) return last
  await until('all is well', async () => isFine((last = await read())), 3000).catch(() => undefined)
  return last
}

function astray({strays, hidden}: Copies): string[] {
  const bad = strays.filter(({owned}) => !['same', 'alike', 'outside'].includes(owned))
  const [one] = bad
  return [
    ...(one
      ? [
          `stray: ${bad.length} keys such as ${one.name} lie on node ${one.node}, and on their owner ${one.owner}: ${one.owned} ${one.why ?? ''}`,
        ]
      : []),
    ...hidden.map(({node, keys}) => `hidden: node ${node} hides ${keys} keys`),
  ]
}

/** Keys of an import are in the cluster if it ended with 0, otherwise there or still on the source. */
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

/** No node went down, and every replica that took over did so in agreement with its primary. */
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
