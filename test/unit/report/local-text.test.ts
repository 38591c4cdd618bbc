import {expect} from 'chai'
import {accessLines, localStartText, localStatusText, stoppedText} from '../../../src/report/local-text.js'
import {snapshot} from '../../support/snapshot.js'

const cluster = {server: '/usr/bin/redis-server', software: 'redis', version: '7.0.15'}
const colour = {colour: false}

describe('[U] local text', () => {
  it('shows which servers run', () => {
    const nodes = [
      {port: 7000, pid: 12, running: true},
      {port: 7001, pid: 13, running: false},
    ]
    expect(localStatusText({cluster, nodes}, colour).split('\n')).to.deep.equal([
      'Server: /usr/bin/redis-server (redis 7.0.15)',
      'port  state    pid',
      '7000  running  12',
      '7001  stopped  -',
    ])
  })

  it('shows addresses and programs of nodes that differ', () => {
    const old = {...cluster, version: '6.0.16'}
    const nodes = [
      {port: 7000, pid: 12, running: true, host: '127.0.0.1', program: cluster},
      {port: 7001, pid: 13, running: true, host: '127.0.0.2', program: old},
      {port: 7002, pid: 14, running: true, host: '127.0.0.1', program: cluster},
    ]
    expect(localStatusText({cluster, nodes}, colour).split('\n')).to.deep.equal([
      'Server: /usr/bin/redis-server (redis 7.0.15), ports 7000,7002',
      'Server: /usr/bin/redis-server (redis 6.0.16), port 7001',
      'host       port  state    pid  server',
      '127.0.0.1  7000  running  12   redis 7.0.15',
      '127.0.0.2  7001  running  13   redis 6.0.16',
      '127.0.0.1  7002  running  14   redis 7.0.15',
    ])
  })

  it('says how to connect, in words that can be pasted, if something is needed', () => {
    expect(accessLines({passwordFile: undefined}, [])).to.deep.equal([])
    expect(accessLines({passwordFile: "/tmp/o'x/password"}, ['--user', 'admin'])).to.deep.equal([
      'Flags to connect: --user admin',
      String.raw`Password, once for each shell: export REDISCLI_AUTH="$(cat '/tmp/o'\''x/password')"`,
    ])
  })

  it('says which were stopped', () => {
    expect(stoppedText([7000, 7001, 7003])).to.equal('Stopped 3 servers on ports 7000-7001,7003.')
    expect(stoppedText([7000])).to.equal('Stopped 1 server on port 7000.')
    expect(stoppedText([])).to.equal('No server was running.')
  })

  it('ends in the check of the cluster', () => {
    const healthy = {snapshot: snapshot('a 0-16383'), findings: []}
    const lines = localStartText({cluster, started: [], healthy}, colour).split('\n')
    expect(lines[1]).to.equal('All servers were already running.')
    expect(lines.at(-1)).to.equal('The cluster is healthy.')
    const full = localStartText({cluster, started: [], healthy}, {...colour, detail: 'full'}).split('\n')
    expect(full.at(-1)).to.equal('[OK] All 16384 slots covered.')
    expect(localStartText({cluster, started: [7000, 7001], healthy}, colour)).to.contain(
      '\nStarted 2 servers on ports 7000-7001.\n',
    )
  })

  it('says how a create ended', () => {
    const created = {
      status: 'cancelled',
      software: 'redis',
      shards: [],
      plan: {steps: [], warnings: []},
      steps: [],
      snapshot: undefined,
      findings: [],
    } as const
    const lines = localStartText({cluster, started: [7000], created}, colour).split('\n')
    expect(lines.at(-1)).to.equal('Cancelled; nothing was changed.')
  })
})
