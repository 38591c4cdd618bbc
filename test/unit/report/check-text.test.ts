import {expect} from 'chai'
import {runChecks} from '../../../src/checks/index.js'
import type {Finding} from '../../../src/domain/finding.js'
import type {ClusterSnapshot} from '../../../src/domain/snapshot.js'
import {checkText} from '../../../src/report/check-text.js'
import {id, snapshot} from '../../support/snapshot.js'
import {cpuTime} from '../../support/cpu-time.js'

const HEALTHY = `
  a 0-5460 keys=12 memory=1520000 maxmemory=4194304
  b 5461-10922 keys=100
  c 10923-16383
  d replica of a`

type Extra = {
  readonly findings?: readonly Finding[]
  readonly searchedOwners?: boolean
  readonly colour?: boolean
}

function text(cluster: ClusterSnapshot, {findings = [], searchedOwners = false, colour = false}: Extra = {}) {
  const status = findings.length === 0 ? 'healthy' : 'unhealthy'
  return checkText({status, searchedOwners, snapshot: cluster, findings}, {colour, wide: true})
}

const linesOf = (...parameters: Parameters<typeof text>) => text(...parameters).split('\n')

describe('[U] check text', () => {
  it('shows everything about a healthy cluster', () => {
    const id40 = (name: string) => id(name)
    expect(linesOf(snapshot(HEALTHY))).to.deep.equal([
      '10.0.0.1:7001 (61000000...) -> 12 keys | 5461 slots | 1 replicas.',
      '10.0.0.2:7002 (62000000...) -> 100 keys | 5462 slots | 0 replicas.',
      '10.0.0.3:7003 (63000000...) -> 0 keys | 5461 slots | 0 replicas.',
      '[OK] 112 keys in 3 primaries.',
      '0.01 keys per slot on average.',
      '>>> Performing Cluster Check (using node 10.0.0.1:7001)',
      'shard  role     node           slots               keys  memory       state    epoch  version  id',
      `1      primary  10.0.0.1:7001  0-5460 (5461)       12    1.45M/4.00M  ok       1      7.2.4    ${id40('a')}`,
      `1      replica  10.0.0.4:7004  -                   0     1.00M        link up  1      7.2.4    ${id40('d')}`,
      `2      primary  10.0.0.2:7002  5461-10922 (5462)   100   1.00M        ok       2      7.2.4    ${id40('b')}`,
      `3      primary  10.0.0.3:7003  10923-16383 (5461)  0     1.00M        ok       3      7.2.4    ${id40('c')}`,
      '[OK] All nodes agree about slots configuration.',
      '>>> Check for open slots...',
      '>>> Check slots coverage...',
      '[OK] All 16384 slots covered.',
    ])
  })

  it('keeps the number of a shard when slots have moved or a replica has taken over', () => {
    const numbersOf = (cluster: string) =>
      linesOf(snapshot(cluster)).flatMap(
        (line) => /^([0-9]) +(?:primary|replica) +(\S+)/.exec(line)?.slice(1).join(' ') ?? [],
      )
    const before = numbersOf('a 0-99\nb 100-16383\nc replica of a')
    expect(before).to.deep.equal(['1 10.0.0.1:7001', '1 10.0.0.3:7003', '2 10.0.0.2:7002'])
    expect(numbersOf('a 100-16383\nb 0-99\nc replica of a')).to.deep.equal(before)
    expect(numbersOf('a replica of c\nb 0-99\nc 100-16383')).to.have.members(before)
  })

  it('uses the terms of valkey-cli when the seed is a Valkey server', () => {
    const lines = linesOf(snapshot('a 0-16383 keys=5 software=valkey\nb replica of a software=valkey'))
    expect(lines.slice(0, 2)).to.deep.equal([
      '10.0.0.1:7001 (61000000...) -> 5 keys | 16384 slots | 1 replicas.',
      '[OK] 5 keys in 1 primaries.',
    ])
  })

  it('counts keys of all databases', () => {
    const [a] = snapshot('a 0-16383').nodes
    const keys = [
      {db: 0, keys: 2},
      {db: 9, keys: 40},
    ]
    const cluster = snapshot('a 0-16383', {nodes: {a: {info: a?.info && {...a.info, keys}}}})
    expect(linesOf(cluster)[0]).to.contain('-> 42 keys |')
  })

  it('says so if the number of keys of a node is not known', () => {
    const lines = linesOf(snapshot('a 0-16383', {nodes: {a: {info: undefined}}}))
    expect(lines[0]).to.contain('-> ? keys |')
  })

  it('ends in failing verdicts, word by word', () => {
    const cluster = snapshot(
      `a 0-5460 [93->-b] [7->-b]
       b 5461-10922 [93-<-a]
       c 10923-16000`,
      {views: {c: 'a 0-92'}},
    )
    const lines = linesOf(cluster, {findings: runChecks(cluster)})
    expect(lines.slice(-7)).to.deep.equal([
      "[ERR] Nodes don't agree about configuration!",
      '>>> Check for open slots...',
      '[WARNING] Node 10.0.0.1:7001 has slots in migrating state 7,93.',
      '[WARNING] Node 10.0.0.2:7002 has slots in importing state 93.',
      '[WARNING] The following slots are open: 7,93.',
      '>>> Check slots coverage...',
      '[ERR] Not all 16384 slots are covered by nodes.',
    ])
  })

  it('shows migrating before importing slots of one node', () => {
    const findings: Finding[] = [
      {
        code: 'slots-open',
        nodes: [id('a')],
        ranges: [{start: 9, end: 9}],
        direction: 'importing',
        peer: id('b'),
      },
      {
        code: 'slots-open',
        nodes: [id('a')],
        ranges: [{start: 1, end: 2}],
        direction: 'migrating',
        peer: id('b'),
      },
    ]
    expect(linesOf(snapshot('a 0-16383'), {findings}).slice(-5, -2)).to.deep.equal([
      '[WARNING] Node 10.0.0.1:7001 has slots in migrating state 1,2.',
      '[WARNING] Node 10.0.0.1:7001 has slots in importing state 9.',
      '[WARNING] The following slots are open: 1,2,9.',
    ])
  })

  it('names the owners of a slot: who claims it and who holds keys of it', () => {
    const cluster = snapshot('a 0-8191\nb 8191-16383', {
      nodes: {
        b: {
          strayKeys: [
            {slot: 3, keys: 1},
            {slot: 4, keys: 0},
          ],
        },
      },
    })
    expect(linesOf(cluster, {searchedOwners: true}).slice(-7)).to.deep.equal([
      '>>> Check for multiple slot owners...',
      '[WARNING] Slot 3 has 2 owners:',
      '    10.0.0.1:7001',
      '    10.0.0.2:7002',
      '[WARNING] Slot 8191 has 2 owners:',
      '    10.0.0.1:7001',
      '    10.0.0.2:7002',
    ])
  })

  it('says that no slot has two owners only if check looked for them', () => {
    expect(linesOf(snapshot(HEALTHY), {searchedOwners: true}).slice(-2)).to.deep.equal([
      '>>> Check for multiple slot owners...',
      '[OK] No multiple owners found.',
    ])
    expect(text(snapshot(HEALTHY))).not.to.contain('multiple')
  })

  it('shows the findings between the table and the verdicts', () => {
    const lines = linesOf(snapshot(HEALTHY), {
      findings: [{code: 'node-loading', nodes: [id('b')], ranges: []}],
    })
    const heading = lines.findIndex((line) => line.startsWith('>>> Findings'))
    expect(lines.slice(heading, heading + 4)).to.deep.equal([
      '>>> Findings: 1 warning (they fail this check)',
      'warning node-loading: 10.0.0.2:7002 is still loading its data.',
      '    Wait until it has finished, then run: clustertool check 10.0.0.1:7001',
      '[OK] All nodes agree about slots configuration.',
    ])
  })

  it('counts findings that are ignored, which the verdicts still show', () => {
    const cluster = snapshot('a 0-99\nb replica of a')
    const findings = runChecks(cluster).filter(({code}) => code !== 'slots-uncovered')
    const ignored = runChecks(cluster).filter(({code}) => code === 'slots-uncovered')
    const textWith = (shown: readonly Finding[]) =>
      checkText(
        {status: 'healthy', searchedOwners: false, snapshot: cluster, findings: shown, ignored},
        {colour: false},
      )
    expect(ignored).to.have.length(1)
    expect(textWith([])).to.contain('>>> Findings: none (1 ignored)\n[OK] All nodes agree')
    expect(textWith([{code: 'node-loading', nodes: [id('a')], ranges: []}])).to.contain(
      '>>> Findings: 1 warning (1 ignored)\n',
    )
    expect(textWith(findings)).not.to.contain('slots-uncovered')
    expect(textWith(findings).split('\n').at(-1)).to.equal('[ERR] Not all 16384 slots are covered by nodes.')
  })

  it('shows what is wrong with each node', () => {
    const cluster = snapshot(
      `a 0-16383
       b replica of a link=down
       c replica of a link=down syncing
       d replica of a down
       e replica of a fail?
       f loading
       g state=fail
       h down fail
       i replica of x`,
    )
    const states = new Map(
      linesOf(cluster)
        .filter((line) => /^[\d-]+ +(primary|replica)/.test(line))
        .map((line) => [line.split(/ {2,}/)[2]?.slice(-1), line.split(/ {2,}/)[6]]),
    )
    expect(Object.fromEntries(states)).to.deep.equal({
      1: 'ok',
      2: 'link down',
      3: 'syncing',
      4: 'unreachable',
      5: 'link up, flagged fail?',
      6: 'loading',
      7: 'state fail',
      8: 'fail',
      9: 'link up',
    })
  })

  it('lists a replica without a known primary separately, and shows a column for zones if there are any', () => {
    const lines = linesOf(snapshot('a 0-16383 zone=east\nb replica of x'))
    expect(lines).to.include(
      `-      replica  10.0.0.2:7002  -                0     1.00M   link up  2      7.2.4    -     ${id('b')}`,
    )
  })

  it('shortens a long list of slots', () => {
    expect(text(snapshot('a 0,2,4,6,8-16383'))).to.contain(' 0,2,4,... (16380 in 5 ranges) ')
  })

  it('distinguishes nodes with the same address in findings, and keeps verdict lines as scripts know them', () => {
    const cluster = snapshot('a 0-16383 host=h port=1\nb host=h port=1 down')
    const findings: Finding[] = [
      {
        code: 'slots-open',
        nodes: [id('a')],
        ranges: [{start: 1, end: 1}],
        direction: 'migrating',
        peer: id('b'),
      },
    ]
    const lines = linesOf(cluster, {findings})
    expect(lines).to.include('[WARNING] Node h:1 has slots in migrating state 1.')
    expect(lines).to.include(
      'error slots-open: h:1 (61000000) has slot 1 marked as migrating to h:1 (62000000).',
    )
  })

  it('colours severities if asked to, and nothing otherwise', () => {
    const cluster = snapshot(HEALTHY)
    const findings: Finding[] = [{code: 'cluster-state-fail', nodes: [id('a')], ranges: []}]
    const escape = '\u001b'
    expect(text(cluster, {findings, colour: true})).to.contain(
      `${escape}[31merror${escape}[39m cluster-state-fail`,
    )
    expect(linesOf(cluster, {colour: true}).at(-1)).to.equal(
      `${escape}[32m[OK] All 16384 slots covered.${escape}[39m`,
    )
    expect(text(cluster, {findings})).not.to.contain(escape)
  })

  it('writes 200 nodes at once', () => {
    const {nodes, ...rest} = snapshot('a 0-16383')
    const many = nodes.flatMap((node) =>
      Array.from({length: 200}, (_, index) => ({...node, id: id(`${index}`), address: `h:${index}`})),
    )
    const findings = many.map(({id}): Finding => ({code: 'node-loading', nodes: [id], ranges: []}))
    const tookMs = cpuTime(() => {
      expect(linesOf({...rest, nodes: many}, {findings})).to.have.lengthOf(
        200 + 2 + 1 + 1 + 200 + 1 + 200 + 1 + 4,
      )
    })
    expect(tookMs).to.be.lessThan(500)
  })
})
