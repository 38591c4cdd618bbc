import type {Finding} from '../../../src/domain/finding.js'
import {id, nameOf} from '../../support/snapshot.js'
import {CONTROL} from '../contract/control-fixture.js'

/** How texts are made in these tests, and what they are about. */
export const [a, b, c] = [id('a'), id('b'), id('c')]
export const running = {
  nameOf: (node: string) => nameOf(node),
  nodeOf: () => undefined,
  seed: 'h:1',
  stage: 'running',
} as const
export const planned = {...running, stage: 'planned'} as const
export const none = {ranges: []}
const slot5 = [{start: 5, end: 5}]

const UNDER_WAY = {
  code: 'change-under-way',
  nodes: [],
  ranges: [],
  command: 'reshard',
  host: 'vm',
  pid: 23_811,
  startedAt: '2026-01-01T00:00:00.000Z',
  explains: [],
} as const

/** An example of each code, in singular and plural where these differ: the finding, its sentence and its advice. */
export const EXAMPLES: readonly (readonly [Finding, string, string])[] = [
  [
    {
      code: 'slots-uncovered',
      nodes: [a],
      ranges: [{start: 0, end: 9}],
      lastOwners: [{node: a, ranges: [{start: 0, end: 4}]}],
    },
    'No node serves slots 0-9; the last owner of slots 0-4 was a.',
    'Start a again to keep the keys, or: clustertool fix h:1',
  ],
  [
    {code: 'slots-uncovered', nodes: [], ranges: slot5, lastOwners: []},
    'No node serves slot 5; the last owner is not known.',
    'clustertool fix h:1',
  ],
  [
    {code: 'slots-open', nodes: [a], ranges: slot5, direction: 'migrating', peer: b},
    'a has slot 5 marked as migrating to b.',
    'If no move is running: clustertool resume h:1 ; clustertool fix h:1 ; or continue this move: clustertool reshard h:1 --from a --to b --slot-ranges 5',
  ],
  [
    {code: 'slots-open', nodes: [b], ranges: slot5, direction: 'importing', peer: a},
    'b has slot 5 marked as importing from a.',
    'If no move is running: clustertool resume h:1 ; clustertool fix h:1 ; or continue this move: clustertool reshard h:1 --from a --to b --slot-ranges 5',
  ],
  [
    {
      code: 'views-disagree',
      nodes: [c],
      ranges: [],
      differences: [
        {ranges: slot5, says: c, others: b},
        {ranges: [{start: 6, end: 7}], says: undefined, others: b},
      ],
    },
    'c disagrees with most nodes: it names itself as owner of slot 5, they name b; ' +
      'it names no node as owner of slots 6-7, they name b.',
    'Changes take some seconds to spread. Check again: clustertool check h:1 ; if the nodes still disagree: clustertool fix h:1',
  ],
  [
    {code: 'slots-claimed-twice', nodes: [a, b], ranges: slot5},
    'a and b each claim slot 5.',
    'clustertool fix h:1',
  ],
  [
    {code: 'cluster-state-fail', nodes: [a, b], ...none},
    'a and b report cluster_state fail and may refuse queries.',
    'Fix the other findings first. A node that just joined needs some seconds: clustertool check h:1',
  ],
  [
    {code: 'keys-in-foreign-slots', nodes: [a], ranges: slot5, keys: 3},
    'a holds 3 keys in slot 5, which it does not own.',
    'Clients do not see these keys; to bring them to the owners of their slots: clustertool fix h:1 --search-multiple-owners',
  ],
  [
    {code: 'keys-hidden', nodes: [a], ...none, keys: 3},
    'a holds 3 keys that it hides, in slots that it neither owns nor imports.',
    'Clients do not see these keys; to bring them to the owners of their slots: clustertool fix h:1 --search-multiple-owners',
  ],
  [
    {code: 'node-failed', nodes: [a], ...none, seenBy: [b, c]},
    'a is flagged fail by b and c.',
    `Start its server again. If it will not come back: clustertool del-node h:1 ${a}`,
  ],
  [
    {code: 'node-suspected', nodes: [a], ...none, seenBy: [b]},
    'a is flagged fail? by b.',
    'Check its server and its network, then run: clustertool check h:1',
  ],
  [
    {code: 'node-handshake', nodes: [a], ...none, seenBy: [b]},
    'a is still in handshake with b.',
    'Open its cluster bus port (its port + 10000 by default) to all nodes, then run: clustertool check h:1',
  ],
  [
    {code: 'node-without-address', nodes: [a], ...none, seenBy: [b]},
    'b knows no address of a.',
    `Start its server again. If it will not come back: clustertool del-node h:1 ${a}`,
  ],
  [
    {code: 'node-unreachable', nodes: [a], ...none, reason: 'connection refused\u001b[2J'},
    'a cannot be reached: connection refused\\x1b[2J.',
    'Start its server, or check the network, the password and --address-map. ' +
      `If it will not come back: clustertool del-node h:1 ${a}`,
  ],
  [
    {code: 'node-unknown', nodes: [a], ...none, unknownTo: [b, c]},
    'a is not known to b and c.',
    'To introduce them, send to b and c: CLUSTER MEET HOST PORT',
  ],
  [
    {code: 'node-loading', nodes: [a], ...none},
    'a is still loading its data.',
    'Wait until it has finished, then run: clustertool check h:1',
  ],
  [
    {code: 'replica-of-replica', nodes: [a], ...none, primary: b},
    'a replicates b, which is a replica itself.',
    'To attach it to a primary, send to a: CLUSTER REPLICATE PRIMARY_ID',
  ],
  [
    {code: 'replica-of-unknown', nodes: [a], ...none, primary: undefined},
    'a is a replica without a primary.',
    'To attach it to a primary, send to a: CLUSTER REPLICATE PRIMARY_ID',
  ],
  [
    {code: 'replica-of-unknown', nodes: [a], ...none, primary: b},
    'a is a replica of b, which is not in the cluster.',
    'To attach it to a primary, send to a: CLUSTER REPLICATE PRIMARY_ID',
  ],
  [
    {code: 'replication-broken', nodes: [a], ...none, primary: b, downSeconds: 12},
    'a has no link to its primary b (down for 12 s).',
    'Make sure that b runs and can be reached. If it needs a password, send to a: CONFIG SET masterauth PASSWORD',
  ],
  [
    {code: 'replication-lagging', nodes: [a], ...none, primary: b, bytes: 3_145_728, seconds: 2},
    'a is 3.00M behind and last heard from its primary b 2 s ago.',
    'Wait. If the lag grows, check the network and load of a and b: INFO replication',
  ],
  [
    {code: 'primary-without-replica', nodes: [a], ...none},
    'a has no replica that can be reached.',
    `Add one: clustertool add-node NEW_HOST:PORT h:1 --replica --primary-id ${a}`,
  ],
  [
    {code: 'primary-without-replica', nodes: [a, b], ...none},
    'a and b have no replica that can be reached.',
    'Add one: clustertool add-node NEW_HOST:PORT h:1 --replica',
  ],
  [
    {code: 'replica-beside-primary', nodes: [a], ...none, place: {kind: 'host', name: 'h'}},
    'Replica a and its primary are on host h and can fail together.',
    'Add a replica on another host: clustertool add-node NEW_HOST:PORT h:1 --replica --primary-id PRIMARY_ID',
  ],
  [
    {code: 'majority-in-one-place', nodes: [a, b], ...none, place: {kind: 'zone', name: 'east'}, total: 3},
    '2 of 3 primaries (a and b) are in zone east; if it fails, the others cannot elect new primaries.',
    'Promote replicas in another zone. Which ones: clustertool spread h:1',
  ],
  [
    {code: 'epochs-equal', nodes: [a, b], ...none, epoch: 7},
    'a and b have the same config epoch, 7, so neither wins a conflict over a slot.',
    'Connected nodes resolve this within seconds. If not, send to b: CLUSTER BUMPEPOCH',
  ],
  [
    {
      code: 'versions-mixed',
      nodes: [a, b, c],
      ...none,
      versions: [
        {version: 'redis 7.2.4', nodes: [a, b]},
        {version: 'valkey 9.1.0', nodes: [c]},
      ],
    },
    'The nodes run different versions: redis 7.2.4 on a and b; valkey 9.1.0 on c.',
    'After the upgrade, run one version. A replica older than its primary may be unable to load its data.',
  ],
  [
    {
      code: 'settings-differ',
      nodes: [a, b],
      ...none,
      setting: 'cluster-node-timeout',
      values: [
        {value: '15000', nodes: [a]},
        {value: '5000', nodes: [b]},
      ],
    },
    'cluster-node-timeout differs between nodes: 15000 on a; 5000 on b.',
    'Use one value. Send to each node: CONFIG SET cluster-node-timeout VALUE and then CONFIG REWRITE',
  ],
  [
    {code: 'settings-differ', nodes: [], ...none, setting: 'cluster-require-full-coverage', values: []},
    'cluster-require-full-coverage differs between nodes: .',
    'Use one value. Send to each node: CONFIG SET cluster-require-full-coverage VALUE and then CONFIG REWRITE',
  ],
  [
    {code: 'read-refused', nodes: [a], ...none, command: 'CONFIG GET', reason: 'NOPERM no permission'},
    'a refused CONFIG GET (NOPERM no permission); checks that need it were skipped.',
    'Allow this user to run CONFIG GET (ACL SETUSER), or use another one with --user.',
  ],
  [
    {...UNDER_WAY, suspended: false, progress: {moved: 620, total: 4000}},
    'reshard is running on vm, process 23811, since 2026-01-01T00:00:00.000Z; 620 of 4000 slots moved.',
    'Wait until it has finished, then run: clustertool check h:1',
  ],
  [
    {...UNDER_WAY, suspended: false, progress: {moved: 620, total: 4000}, control: CONTROL},
    'reshard is paused on vm, process 23811, started 2026-01-01T00:00:00.000Z; 620 of 4000 slots moved. Paused by ann, process 8 since 2026-11-21 10:01:00Z.',
    'Continue it with: clustertool control 23811 resume',
  ],
  [
    {...UNDER_WAY, suspended: true, progress: undefined},
    'reshard is suspended on vm, process 23811, since 2026-01-01T00:00:00.000Z.',
    'Continue it with fg in its terminal or kill -CONT 23811, then run: clustertool check h:1',
  ],
]
