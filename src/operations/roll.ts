import type {Address} from '../domain/address.js'
import type {NodeId} from '../domain/node.js'
import type {ChangeOutcome} from '../domain/outcome.js'
import type {Plan} from '../domain/plan.js'
import type {Persistence} from '../domain/restart.js'
import type {Release} from '../domain/upgrade.js'
import {chosenNodes} from '../planning/roll/chosen.js'
import {planRoll, type RollFacts, type RollWish} from '../planning/roll/plan.js'
import {rollProblems} from '../planning/roll/problems.js'
import {unlessRefused} from '../redis/errors.js'
import type {NodeClient} from '../redis/node-client.js'
import {change, type ChangeContext, type ChangeOptions, type Situation} from './change.js'
import {refuseProblems} from './refuse-problems.js'

export type RollOptions = ChangeOptions & {
  readonly wish: RollWish
  /** Words that name nodes; empty: all. */
  readonly only: readonly string[]
  /** What the nodes are to run afterwards, as far as it is known. */
  readonly to: Release | undefined
}

/**
 * Restarts nodes one after the other while the cluster is served. Throws as `change` does, USAGE for words that name no
 * node, and REFUSED with every reason why it could cost data or service.
 */
export function roll(
  seed: Address,
  {wish, only, to, ...options}: RollOptions,
  context: ChangeContext,
): Promise<ChangeOutcome> {
  const makePlan = async (situation: Situation): Promise<Plan> => {
    const {snapshot, findings} = situation
    const chosen = chosenNodes(snapshot, only)
    refuseProblems(rollProblems(snapshot, chosen, {findings, to, command: wish.command}))
    return planRoll(snapshot, wish, {chosen, ...(await factsOf(situation, chosen))})
  }
  return change({command: 'roll', seed, makePlan}, options, context)
}

async function factsOf(
  {session}: Situation,
  chosen: ReadonlySet<NodeId>,
): Promise<Pick<RollFacts, 'runIds' | 'persistence'>> {
  const entries = await Promise.all(
    [...chosen].map(async (id) => [id, await readOne(session.node(id))] as const),
  )
  return {
    runIds: new Map(entries.map(([id, {runId}]) => [id, runId])),
    persistence: new Map(entries.map(([id, {persistence}]) => [id, persistence])),
  }
}

async function readOne(
  client: NodeClient,
): Promise<{readonly runId: string; readonly persistence: Persistence}> {
  const [{runId}, appendOnly, save] = await Promise.all([
    client.replicationFacts(),
    settingOf(client, 'appendonly'),
    settingOf(client, 'save'),
  ])
  const persistence = {
    appendOnly: appendOnly === undefined ? undefined : appendOnly === 'yes',
    saves: save === undefined ? undefined : save !== '',
  }
  return {runId, persistence}
}

/** Undefined if this user may not read it. */
async function settingOf(client: NodeClient, name: string): Promise<string | undefined> {
  return (await client.settings(name).catch(unlessRefused))?.get(name)
}
