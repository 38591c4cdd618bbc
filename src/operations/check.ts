import {setAside} from '../checks/ignore.js'
import {runChecks} from '../checks/index.js'
import {explainByChanges} from '../checks/under-way.js'
import type {Address} from '../domain/address.js'
import {type FindingCode, type Severity, SEVERITY} from '../domain/finding.js'
import type {CheckOutcome} from '../domain/outcome.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {openSession} from '../redis/session.js'
import {takeSnapshot} from '../redis/snapshot.js'
import {changesUnderWay, type Here} from './under-way.js'

export type CheckOptions = {
  /** Also look for keys in slots that a node does not own. */
  readonly searchOwners: boolean
  /** What makes the cluster unhealthy beside errors: all warnings, or findings of a code. Default: nothing. */
  readonly failOn?: readonly (Severity | FindingCode)[]
  /** Findings that do not count. Default: none. */
  readonly ignore?: readonly FindingCode[]
  /** If given, looks for changes in progress. What these cause is not a finding. */
  readonly here?: Here | undefined
}

/** Reads the cluster and runs all checks. Throws UNREACHABLE or REFUSED if the seed cannot be used. */
export async function check(
  seed: Address,
  {searchOwners, failOn = [], ignore = [], here}: CheckOptions,
  connection: ConnectionOptions,
): Promise<CheckOutcome> {
  await using session = openSession(connection)
  const snapshot = await takeSnapshot(session, seed, {countStrayKeys: searchOwners})
  const found = runChecks(snapshot)
  const all = here ? explainByChanges(snapshot, found, await changesUnderWay(session, snapshot, here)) : found
  const {findings, ignored} = setAside(all, ignore)
  const isUnhealthy = findings.some(
    ({code}) => SEVERITY[code] === 'error' || failOn.includes(SEVERITY[code]) || failOn.includes(code),
  )
  const status = isUnhealthy ? 'unhealthy' : 'healthy'
  return {status, searchedOwners: searchOwners, snapshot, findings, ignored}
}
