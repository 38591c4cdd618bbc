import {type Finding, SEVERITY, type Severity} from '../domain/finding.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {checkAgreement} from './agreement.js'
import {checkAttachment, checkReplicas} from './attachment.js'
import {checkClaims} from './claims.js'
import {checkCoverage} from './coverage.js'
import {checkSettings, checkVersions} from './differences.js'
import {checkEpochs} from './epochs.js'
import {checkMembership} from './membership.js'
import {checkNodeFlags, checkUnreachable} from './node-flags.js'
import {checkClusterState, checkLoading} from './node-state.js'
import {checkOpenSlots} from './open-slots.js'
import {checkMajority, checkReplicaPlaces} from './placement.js'
import {checkRefusals} from './refusals.js'
import {checkReplicationLag, checkReplicationLinks} from './replication.js'
import {checkStrayKeys} from './stray-keys.js'

/** A question about a snapshot. Returns no findings if all is well. */
export type Check = (snapshot: ClusterSnapshot) => readonly Finding[]

/** All checks. Findings of one severity are reported in this order. */
export const CHECKS: readonly Check[] = [
  checkCoverage,
  checkOpenSlots,
  checkAgreement,
  checkClaims,
  checkClusterState,
  checkStrayKeys,
  checkNodeFlags,
  checkUnreachable,
  checkMembership,
  checkLoading,
  checkAttachment,
  checkReplicationLinks,
  checkReplicationLag,
  checkReplicas,
  checkReplicaPlaces,
  checkMajority,
  checkEpochs,
  checkVersions,
  checkSettings,
  checkRefusals,
]

const RANK: Readonly<Record<Severity, number>> = {error: 0, warning: 1, info: 2}

/** The findings of all checks: errors, then warnings, then infos. */
export function runChecks(snapshot: ClusterSnapshot): Finding[] {
  return CHECKS.flatMap((check) => check(snapshot)).sort(
    (a, b) => RANK[SEVERITY[a.code]] - RANK[SEVERITY[b.code]],
  )
}
