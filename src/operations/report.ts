import {setAside} from '../checks/ignore.js'
import {runChecks} from '../checks/index.js'
import {explainByChanges} from '../checks/under-way.js'
import type {Address} from '../domain/address.js'
import type {Answer} from '../domain/answer.js'
import type {BigKeySearch, ClusterReport} from '../domain/cluster-report.js'
import type {SlowCommand} from '../domain/slow-command.js'
import {type FindingCode, isError} from '../domain/finding.js'
import {type CheckOutcome} from '../domain/outcome.js'
import {placementOf} from '../domain/placement.js'
import {differs, groupSettings, isOfOneNode, type SettingsOfNode} from '../domain/setting.js'
import {slotMapOf} from '../domain/slot-map.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {auditPlacement, kindsFor} from '../planning/spread/audit.js'
import type {ConnectionOptions} from '../redis/connection.js'
import {takeSample} from '../redis/sample.js'
import {openSession, type Session} from '../redis/session.js'
import {askEach} from './ask-each.js'
import {serverMovesSeen} from './damage.js'
import {keyHolders} from './key-holders.js'
import {operationsOn} from './operations.js'
import {readHeat} from './slot-heat.js'
import {changesUnderWay, type Here} from './under-way.js'

/** What a report says beside what each says. */
export type ReportOptions = {
  readonly here: Here
  /** Findings that do not count. */
  readonly ignore: readonly FindingCode[]
  /** Also the latest slow commands, whose arguments are keys and values. */
  readonly slowLog: boolean
  /** Also the biggest keys that are found in this many milliseconds; undefined: none. */
  readonly bigKeysMs: number | undefined
}

/** Slow commands that are read from each node. */
const SLOW_COMMANDS = 25

/**
 * Reads everything that a report page says. Throws as `check` does. What single nodes refuse or do not answer is part
 * of the report.
 */
export async function report(
  seed: Address,
  options: ReportOptions,
  connection: ConnectionOptions,
): Promise<ClusterReport> {
  await using session = openSession(connection)
  const sample = await takeSample(session, seed)
  const {snapshot} = sample
  // First, before what follows fills it.
  const slowLog = options.slowLog ? await readSlowLogs(session, snapshot) : undefined
  const placement = placementOf(snapshot)
  const check = await judge(session, snapshot, options)
  const {operations, problems} = await operationsOn(options.here.stateFolder, {session, snapshot})
  return {
    sample,
    check,
    placement,
    audit: auditPlacement(placement, kindsFor(placement)),
    map: slotMapOf(snapshot, await serverMovesSeen(session, snapshot)),
    heat: await readHeat(session, snapshot, {measure: 'keys'}),
    ...(await readSettings(session, snapshot)),
    operations,
    journalProblems: problems,
    slowLog,
    bigKeys:
      options.bigKeysMs === undefined ? undefined : await findBigKeys(session, snapshot, options.bigKeysMs),
  }
}

/** As `check` without flags does. */
async function judge(
  session: Session,
  snapshot: ClusterSnapshot,
  {here, ignore}: ReportOptions,
): Promise<CheckOutcome> {
  const found = runChecks(snapshot)
  const explained = explainByChanges(snapshot, found, await changesUnderWay(session, snapshot, here))
  const {findings, ignored} = setAside(explained, ignore)
  const status = findings.some(isError) ? 'unhealthy' : 'healthy'
  return {status, searchedOwners: false, snapshot, findings, ignored}
}

async function readSettings(
  session: Session,
  {nodes}: ClusterSnapshot,
): Promise<Pick<ClusterReport, 'settings' | 'settingsUnread'>> {
  const reachable = nodes.filter((node) => node.reachable)
  const answers = await askEach(session, reachable, async (client): Promise<SettingsOfNode> => [
    await client.settings('*'),
  ])
  return {
    settings: groupSettings(['*'], answers).filter(
      (setting) => differs(setting) && !isOfOneNode(setting.name),
    ),
    settingsUnread: answers.flatMap((answer) => (answer.status === 'ok' ? [] : [answer])),
  }
}

function readSlowLogs(session: Session, {nodes}: ClusterSnapshot): Promise<Answer<readonly SlowCommand[]>[]> {
  return askEach(session, nodes, (client) => client.contents.slowLog(SLOW_COMMANDS))
}

/** One node of each shard: a replica that has the data, because the search is work, otherwise the primary. */
function findBigKeys(
  session: Session,
  snapshot: ClusterSnapshot,
  limitMs: number,
): Promise<Answer<BigKeySearch>[]> {
  const holders = keyHolders(snapshot, {replicas: true})
  return askEach(session, holders, (client) => client.contents.bigKeys(limitMs))
}
