import {runChecks} from '../checks/index.js'
import {explainByChanges} from '../checks/under-way.js'
import type {Address} from '../domain/address.js'
import {type Finding, SEVERITY} from '../domain/finding.js'
import type {CheckOutcome} from '../domain/outcome.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {changesUnderWay, type Here} from './under-way.js'

export type CheckOptions = {
  /** Also look for keys in slots that a node does not own. */
  readonly searchOwners: boolean
  /** Warnings also make the cluster unhealthy. */
  readonly strict: boolean
  /** If given, looks for changes in progress. What these cause is not a finding. */
  readonly here?: Here | undefined
}

/** Reads the cluster and runs all checks. Throws UNREACHABLE or REFUSED if the seed cannot be used. */
export async function check(
  seed: Address,
  {searchOwners, strict, here}: CheckOptions,
  connection: ConnectionOptions,
): Promise<CheckOutcome> {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed, {countStrayKeys: searchOwners})
  const found = runChecks(snapshot)
  const findings = here
    ? explainByChanges(snapshot, found, await changesUnderWay(session, snapshot, here))
    : found
  const unhealthy = findings.some((finding) => failsCheck(finding, strict))
  return {status: unhealthy ? 'unhealthy' : 'healthy', searchedOwners: searchOwners, snapshot, findings}
}

function failsCheck({code}: Finding, strict: boolean): boolean {
  return SEVERITY[code] === 'error' || (strict && SEVERITY[code] === 'warning')
}
