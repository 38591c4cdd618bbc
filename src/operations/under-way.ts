import type {UnderWay} from '../checks/under-way.js'
import {type Operator, type Presence, presenceName} from '../domain/operator.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {journalOf} from '../journal/under-way.js'
import {isSuspended} from '../journal/suspended.js'
import type {Session} from '../redis/session.js'
import {presencesOn} from './presences.js'
import {runningHere} from './running-here.js'

/** This machine: its name, and the folder of its journals. */
export type Here = {readonly operator: Pick<Operator, 'host'>; readonly stateFolder: string}

/** The clustertools that are changing a cluster, by the names of their connections, which are its lock. */
export async function changesUnderWay(
  session: Session,
  snapshot: ClusterSnapshot,
  here: Here,
): Promise<UnderWay[]> {
  const presences = await presencesOn(session, snapshot)
  return Promise.all(presences.map((presence) => learnMore(presence, here)))
}

async function learnMore(presence: Presence, {operator, stateFolder}: Here): Promise<UnderWay> {
  const isHere = presenceName({...presence, host: operator.host}) === presenceName(presence)
  if (!isHere) return {presence, suspended: false, work: undefined}
  const [journal, suspended, running] = await Promise.all([
    journalOf(stateFolder, presence),
    isSuspended(presence.pid),
    runningHere(stateFolder, presence.pid),
  ])
  const moves = journal?.operation.plan.steps.filter((step) => step.kind === 'migrate-slots')
  // One process carries out one plan after the other.
  const control = running.findLast((status) => status.operation.host === operator.host)
  return {presence, suspended, control, work: journal && {moves: moves ?? [], movedSlots: journal.movedSlots}}
}
