import {expect} from 'chai'
import {localStartText, localStatusText, stoppedText} from '../../../src/report/local-text.js'
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
