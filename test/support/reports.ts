import {runChecks} from '../../src/checks/index.js'
import type {ClusterReport} from '../../src/domain/cluster-report.js'
import {isError} from '../../src/domain/finding.js'
import type {NodeId} from '../../src/domain/node.js'
import type {NodeStats} from '../../src/domain/node-stats.js'
import {slotMapOf} from '../../src/domain/slot-map.js'
import {placementOf} from '../../src/domain/placement.js'
import {SLOT_COUNT} from '../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../src/domain/snapshot.js'
import {auditPlacement, kindsFor} from '../../src/planning/spread/audit.js'
import {snapshot, type SnapshotOptions} from './snapshot.js'

/** What is in every name, version and error reply of `EVIL`, to be found as text and never as markup. */
export const EVIL_TEXT = `"><script>alert(1)</script>'&\x1b]0;x\x07`

const HEALTHY = `
  a 0-5460 zone=east keys=120000 memory=150000000 maxmemory=400000000 offset=900000
  b 5461-10922 zone=west keys=118000 memory=149000000 maxmemory=400000000 offset=900000
  c 10923-16383 zone=north keys=121000 memory=151000000 maxmemory=400000000 offset=900000
  d replica of a zone=west keys=120000 memory=150000000 offset=900000
  e replica of b zone=north keys=118000 memory=149000000 offset=900000
  f replica of c zone=east keys=121000 memory=151000000 offset=900000`

const DAMAGED = `
  a 0-5460 [93->-b] zone=east keys=120000 memory=390000000 maxmemory=400000000 offset=900000
  b 5461-10921 [93-<-a] zone=west keys=118000 memory=149000000 maxmemory=400000000 offset=900000
  c 10923-16383 zone=north keys=121000 down fail
  d replica of a zone=east keys=120000 offset=100000 link=down downfor=90
  e replica of b zone=west version=7.0.15 offset=900000
  f replica of c zone=north offset=800000 link=down`

const ONE_HOST = `
  a 0-8191 host=10.0.0.1
  b 8192-16383 host=10.0.0.1
  c replica of a host=10.0.0.1
  d replica of b host=10.0.0.1`

const WITH_MARKUP = `
  a 0-16383 host=x${EVIL_TEXT} hostname=h${EVIL_TEXT} version=v${EVIL_TEXT} zone=z${EVIL_TEXT}
  b replica of a host=y${EVIL_TEXT} down`

/** Reports as pages show them: a healthy cluster, a damaged one, one of 200 nodes, and one whose nodes send markup. */
export const REPORTS = {
  healthy: () => reportOf(HEALTHY),
  damaged: () => reportOf(DAMAGED),
  oneHost: () => reportOf(ONE_HOST),
  big: () => reportOf(bigCluster()),
  evil: () => withMarkup(reportOf(WITH_MARKUP, {nodes: {b: {unreachableBecause: EVIL_TEXT}}})),
}

function bigCluster(): string {
  const each = Math.floor(SLOT_COUNT / 100)
  const primaries = Array.from({length: 100}, (_, at) => {
    const end = at === 99 ? SLOT_COUNT - 1 : (at + 1) * each - 1
    return `p${at} ${at * each}-${end} zone=z${at % 3} keys=${1000 + at * 7} memory=${1e8 + at * 1e6} offset=5000`
  })
  const replicas = Array.from(
    {length: 100},
    (_, at) => `r${at} replica of p${at} zone=z${(at + 1) % 3} keys=${1000 + at * 7} offset=5000`,
  )
  return [...primaries, ...replicas].join('\n')
}

function reportOf(text: string, options: SnapshotOptions = {}): ClusterReport {
  const cluster = snapshot(text, options)
  const findings = runChecks(cluster)
  const placement = placementOf(cluster)
  return {
    sample: {snapshot: cluster, stats: statsOf(cluster), milliseconds: 41.7},
    check: {
      status: findings.some(isError) ? 'unhealthy' : 'healthy',
      searchedOwners: false,
      snapshot: cluster,
      findings,
    },
    placement,
    audit: auditPlacement(placement, kindsFor(placement)),
    map: slotMapOf(cluster),
    heat: {
      measure: 'keys',
      values: Array.from({length: SLOT_COUNT}, (_, slot) => (slot === 866 ? 4021 : slot % 50)),
      estimates: [],
      sampledMs: 0,
      unread: [],
    },
    settings: [],
    settingsUnread: [],
    operations: [],
    journalProblems: [],
    slowLog: undefined,
    bigKeys: undefined,
  }
}

function statsOf({nodes}: ClusterSnapshot): ReadonlyMap<NodeId, NodeStats> {
  const answering = nodes.filter(({reachable}) => reachable)
  return new Map(answering.map(({id}, at) => [id, {...STATS, opsPerSecond: 1200 + at * 31}]))
}

const STATS: NodeStats = {
  runId: 'r',
  uptimeSeconds: 86_400,
  opsPerSecond: 0,
  netInPerSecond: 52_000,
  netOutPerSecond: 410_000,
  commands: 10_000_000,
  hits: 900_000,
  misses: 100_000,
  expiredKeys: 5,
  evictedKeys: 0,
  netInBytes: 1e9,
  netOutBytes: 1e10,
  clients: 42,
  blockedClients: 0,
  rejectedConnections: 0,
  cpuSeconds: 3600,
  fragmentation: 1.1,
  saving: false,
  saveFailed: false,
}

/** Markup also in everything else that a server or a file may have sent. */
function withMarkup(report: ClusterReport): ClusterReport {
  const [node] = report.check.snapshot.nodes
  if (!node) return report
  const group = (value: string) => ({value, nodes: [node]})
  return {
    ...report,
    settings: [
      {name: `s${EVIL_TEXT}`, groups: [group(EVIL_TEXT), group('other')]},
      {name: 'requirepass', groups: [group('secret-one'), group('secret-two')]},
    ],
    settingsUnread: [{node, status: 'error', error: EVIL_TEXT}],
    journalProblems: [EVIL_TEXT],
    heat: {...report.heat, unread: [{node: node.id, reason: EVIL_TEXT}]},
    slowLog: [
      {
        node,
        status: 'ok',
        value: [
          {
            at: Date.UTC(2026, 10, 21, 10),
            microseconds: 12_345,
            words: ['GET', EVIL_TEXT],
            client: EVIL_TEXT,
          },
        ],
      },
      {node, status: 'error', error: EVIL_TEXT},
    ],
    bigKeys: [
      {
        node,
        status: 'ok',
        value: {
          keys: [{key: EVIL_TEXT, bytes: 5_000_000, type: EVIL_TEXT}],
          scanned: 10,
          total: 1000,
          complete: false,
        },
      },
    ],
  }
}
