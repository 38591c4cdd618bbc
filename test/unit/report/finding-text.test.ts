import {expect} from 'chai'
import {type Finding, type FindingCode, SEVERITY} from '../../../src/domain/finding.js'
import {describeFindings, findingLines, runningContext} from '../../../src/report/finding-text.js'
import {paintFor} from '../../../src/report/palette.js'
import {id, nameOf, snapshot} from '../../support/snapshot.js'

const [a, b, c] = [id('a'), id('b'), id('c')]
const running = {
  nameOf: (node: string) => nameOf(node),
  nodeOf: () => undefined,
  seed: 'h:1',
  stage: 'running',
} as const
const planned = {...running, stage: 'planned'} as const
const none = {ranges: []}
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

const EXAMPLES: readonly (readonly [Finding, string, string])[] = [
  [
    {
      code: 'slots-uncovered',
      nodes: [a],
      ranges: [{start: 0, end: 9}],
      lastOwners: [{node: a, ranges: [{start: 0, end: 4}]}],
    },
    'Nobody serves slots 0-9; a owned slots 0-4 last.',
    'Start a again, which keeps the keys; or clustertool fix h:1',
  ],
  [
    {code: 'slots-uncovered', nodes: [], ranges: slot5, lastOwners: []},
    'Nobody serves slot 5; who owned them last is not known.',
    'clustertool fix h:1',
  ],
  [
    {code: 'slots-open', nodes: [a], ranges: slot5, direction: 'migrating', peer: b},
    'a has slot 5 marked as migrating to b.',
    'When no move is under way: clustertool resume h:1 ; clustertool fix h:1 ; or go on with this move: clustertool reshard h:1 --from a --to b --slot-ranges 5',
  ],
  [
    {code: 'slots-open', nodes: [b], ranges: slot5, direction: 'importing', peer: a},
    'b has slot 5 marked as importing from a.',
    'When no move is under way: clustertool resume h:1 ; clustertool fix h:1 ; or go on with this move: clustertool reshard h:1 --from a --to b --slot-ranges 5',
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
      'it names nobody as owner of slots 6-7, they name b.',
    'News takes some seconds to spread: clustertool check h:1 ; when it does not settle: clustertool fix h:1',
  ],
  [
    {code: 'slots-claimed-twice', nodes: [a, b], ranges: slot5},
    'a and b each claim slot 5.',
    'clustertool fix h:1',
  ],
  [
    {code: 'cluster-state-fail', nodes: [a, b], ...none},
    'a and b report cluster_state fail and may refuse queries.',
    'See to the other findings first; a node that just joined needs some seconds: clustertool check h:1',
  ],
  [
    {code: 'keys-in-foreign-slots', nodes: [a], ranges: slot5, keys: 3},
    'a holds 3 keys in slot 5, which it does not own.',
    'Clients do not see these keys; to bring them to the owners of their slots: clustertool fix h:1 --search-multiple-owners',
  ],
  [
    {code: 'keys-hidden', nodes: [a], ...none, keys: 3},
    'a holds 3 keys that it shows to nobody, in slots that it neither owns nor imports.',
    'Clients do not see these keys; to bring them to the owners of their slots: clustertool fix h:1 --search-multiple-owners',
  ],
  [
    {code: 'node-failed', nodes: [a], ...none, seenBy: [b, c]},
    'a is flagged fail by b and c.',
    `Start its server again; when it will not come back: clustertool del-node h:1 ${a}`,
  ],
  [
    {code: 'node-suspected', nodes: [a], ...none, seenBy: [b]},
    'a is flagged fail? by b.',
    'Look at its server and its network, then check again: clustertool check h:1',
  ],
  [
    {code: 'node-handshake', nodes: [a], ...none, seenBy: [b]},
    'a is still in handshake with b.',
    'Open its cluster bus port (its port + 10000, if not set otherwise) to all nodes, then: clustertool check h:1',
  ],
  [
    {code: 'node-without-address', nodes: [a], ...none, seenBy: [b]},
    'a has no address that b knows.',
    `Start its server again; when it will not come back: clustertool del-node h:1 ${a}`,
  ],
  [
    {code: 'node-unreachable', nodes: [a], ...none, reason: 'connection refused\u001b[2J'},
    'a cannot be reached: connection refused\\x1b[2J.',
    'Start its server, or see to network, password and --address-map; ' +
      `when it will not come back: clustertool del-node h:1 ${a}`,
  ],
  [
    {code: 'node-unknown', nodes: [a], ...none, unknownTo: [b, c]},
    'a is not known to b and c.',
    'Introduce them, by sending to b and c: CLUSTER MEET HOST PORT',
  ],
  [
    {code: 'node-loading', nodes: [a], ...none},
    'a is still loading its data.',
    'Wait until it is done, then check again: clustertool check h:1',
  ],
  [
    {code: 'replica-of-replica', nodes: [a], ...none, primary: b},
    'a replicates b, which is a replica itself.',
    'Attach it to a primary, by sending to a: CLUSTER REPLICATE PRIMARY_ID',
  ],
  [
    {code: 'replica-of-unknown', nodes: [a], ...none, primary: undefined},
    'a is a replica of nobody.',
    'Attach it to a primary, by sending to a: CLUSTER REPLICATE PRIMARY_ID',
  ],
  [
    {code: 'replica-of-unknown', nodes: [a], ...none, primary: b},
    'a is a replica of b, which is not in the cluster.',
    'Attach it to a primary, by sending to a: CLUSTER REPLICATE PRIMARY_ID',
  ],
  [
    {code: 'replication-broken', nodes: [a], ...none, primary: b, downSeconds: 12},
    'a has no link to its primary b, for 12 s now.',
    'See that b runs and can be reached, and that the password for it is set on a: CONFIG SET masterauth PASSWORD',
  ],
  [
    {code: 'replication-lagging', nodes: [a], ...none, primary: b, bytes: 3_145_728, seconds: 2},
    'a is 3.00M behind and last heard from its primary b 2 s ago.',
    'Wait; when it grows, look at the network and load of a and b: INFO replication',
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
    'Replica a and its primary stand on host h and can be lost together.',
    'Add a replica on another host: clustertool add-node NEW_HOST:PORT h:1 --replica --primary-id PRIMARY_ID',
  ],
  [
    {code: 'majority-in-one-place', nodes: [a, b], ...none, place: {kind: 'zone', name: 'east'}, total: 3},
    '2 of 3 primaries (a and b) stand in zone east; without it the rest cannot elect new primaries.',
    'Promote replicas that stand in another zone, by sending to each: CLUSTER FAILOVER',
  ],
  [
    {code: 'epochs-equal', nodes: [a, b], ...none, epoch: 7},
    'a and b have the same config epoch, 7, so neither wins a dispute over a slot.',
    'Nodes that see each other settle it within seconds; when not, send to b: CLUSTER BUMPEPOCH',
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
    'Several versions run: redis 7.2.4 on a and b; valkey 9.1.0 on c.',
    'Good for the time of an upgrade, then run one version: a replica older than its primary may not load what that sends.',
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
    'cluster-node-timeout is not the same everywhere: 15000 on a; 5000 on b.',
    'Set it alike, by sending to each node: CONFIG SET cluster-node-timeout VALUE and then CONFIG REWRITE',
  ],
  [
    {code: 'settings-differ', nodes: [], ...none, setting: 'cluster-require-full-coverage', values: []},
    'cluster-require-full-coverage is not the same everywhere: .',
    'Set it alike, by sending to each node: CONFIG SET cluster-require-full-coverage VALUE and then CONFIG REWRITE',
  ],
  [
    {code: 'read-refused', nodes: [a], ...none, command: 'CONFIG GET', reason: 'NOPERM no permission'},
    'a refused CONFIG GET (NOPERM no permission); checks that need it were left out.',
    'Let this user run CONFIG GET (ACL SETUSER), or name another one with --user.',
  ],
  [
    {...UNDER_WAY, suspended: false, progress: {moved: 620, total: 4000}},
    'reshard is at work on vm, process 23811, since 2026-01-01T00:00:00.000Z; 620 of 4000 slots moved.',
    'Nothing needs to be done; when it has ended: clustertool check h:1',
  ],
  [
    {...UNDER_WAY, suspended: true, progress: undefined},
    'reshard is suspended on vm, process 23811, since 2026-01-01T00:00:00.000Z.',
    'Let it go on, by fg in its terminal or kill -CONT 23811; then: clustertool check h:1',
  ],
]

describe('[U] finding text', () => {
  it('has an example here for every code', () => {
    const codes = new Set(EXAMPLES.map(([{code}]) => code))
    expect(Object.keys(SEVERITY).filter((code) => !codes.has(code as FindingCode))).to.deep.equal([])
  })

  for (const [finding, message, advice] of EXAMPLES) {
    it(`says what ${finding.code} is and what to do: ${message}`, () => {
      const [words] = describeFindings([finding], running)
      expect(words).to.deep.equal({finding, severity: SEVERITY[finding.code], message, advice})
    })
  }

  it('does not advise to remove a node that owns slots, or one that answers', () => {
    const cluster = snapshot('a 0-99\nb 100-16383 down\nc down\nd', {views: {d: 'a fail'}})
    const advice = (finding: Finding) => describeFindings([finding], runningContext(cluster))[0]?.advice
    const reason = 'connection refused'
    const dead = (name: string): Finding[] => [
      {code: 'node-failed', nodes: [id(name)], ...none, seenBy: [id('a')]},
      {code: 'node-unreachable', nodes: [id(name)], ...none, reason},
      {code: 'node-without-address', nodes: [id(name)], ...none, seenBy: [id('a')]},
    ]
    for (const finding of dead('b')) {
      expect(advice(finding)).to.match(/owns slots.*: clustertool fix 10\.0\.0\.1:7001$/)
      expect(advice(finding)).not.to.contain('del-node')
    }
    for (const finding of dead('c')) expect(advice(finding)).to.match(/clustertool del-node 10\.0\.0\.1:7001/)
    const live: Finding = {code: 'node-failed', nodes: [a], ...none, seenBy: [id('d')], answers: true}
    expect(advice(live)).to.match(/^It answers here\. 10\.0\.0\.4:7004 must hear from it/)
    expect(describeFindings([live], runningContext(cluster))[0]?.message).to.equal(
      '10.0.0.1:7001 answers, and is still flagged fail by 10.0.0.4:7004.',
    )
  })

  it('advises before a create to use other nodes, and afterwards how to change them', () => {
    const place = {kind: 'host', name: 'h'} as const
    const beside: Finding = {code: 'replica-beside-primary', nodes: [a], ranges: [], place}
    const majority: Finding = {code: 'majority-in-one-place', nodes: [a, b], ranges: [], place, total: 3}
    expect(describeFindings([beside, majority], planned).map(({advice}) => advice)).to.deep.equal([
      'Use nodes on more hosts, with no host holding most of them.',
      'Use nodes on at least three hosts.',
    ])
  })

  it('gives the host and port as CLUSTER MEET expects them', () => {
    const finding: Finding = {code: 'node-unknown', nodes: [a], ranges: [], unknownTo: [b]}
    const advise = (address: string) =>
      describeFindings([finding], {...running, nameOf: (node) => (node === a ? address : 'b:2')})[0]?.advice
    expect(advise('10.0.0.1:7000')).to.match(/sending to b:2: CLUSTER MEET 10\.0\.0\.1 7000$/)
    expect(advise('[::1]:7000 (12345678)')).to.match(/CLUSTER MEET ::1 7000$/)
  })

  it('names the first of many nodes only', () => {
    const seenBy = Array.from('bcdefghij', id)
    const [words] = describeFindings([{code: 'node-failed', nodes: [a], ranges: [], seenBy}], running)
    expect(words?.message).to.equal('a is flagged fail by b, c, d, e, f, g and 3 more.')
  })

  it('puts errors first and gives the same advice once', () => {
    const findings: Finding[] = [
      {code: 'read-refused', nodes: [a], ranges: [], command: 'INFO', reason: 'NOPERM'},
      {code: 'node-suspected', nodes: [a], ranges: [], seenBy: [c]},
      {code: 'node-suspected', nodes: [b], ranges: [], seenBy: [c]},
      {code: 'cluster-state-fail', nodes: [a], ranges: []},
    ]
    expect(findingLines(describeFindings(findings, running), paintFor({colour: false}))).to.deep.equal([
      'error cluster-state-fail: a reports cluster_state fail and may refuse queries.',
      '    See to the other findings first; a node that just joined needs some seconds: clustertool check h:1',
      'warning node-suspected: a is flagged fail? by c.',
      'warning node-suspected: b is flagged fail? by c.',
      '    Look at its server and its network, then check again: clustertool check h:1',
      'info read-refused: a refused INFO (NOPERM); checks that need it were left out.',
      '    Let this user run INFO (ACL SETUSER), or name another one with --user.',
    ])
  })
})
