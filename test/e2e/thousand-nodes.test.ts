import {expect} from 'chai'
import {type CannedNodes, startCannedNodes} from '../support/canned-nodes/start.js'
import {runCli} from '../support/cli.js'
import {usageOf} from '../support/usage.js'

const NODES = 1000

describe('[E] a cluster of 1,000 nodes', function () {
  this.timeout(120_000)
  let nodes: CannedNodes

  before(async () => {
    nodes = await startCannedNodes(NODES)
  })

  after(() => nodes[Symbol.asyncDispose]())

  const run = async (...args: string[]) => {
    await nodes.calls()
    const {result, usage} = await usageOf((env) => runCli(args, {limitMs: 60_000, env}))
    return {...result, usage, calls: await nodes.calls()}
  }

  it('is checked with one reading of each node, in little memory', async () => {
    const {exitCode, stdout, stderr, usage, calls} = await run('check', nodes.seed, '--json')
    expect(exitCode, stderr).to.equal(0)
    const {outcome} = JSON.parse(stdout) as {outcome: {nodes: {reachable: boolean}[]}}
    expect(outcome.nodes.filter(({reachable}) => reachable)).to.have.length(NODES)
    expect(calls).to.include({
      'CLUSTER NODES': NODES,
      'CLUSTER INFO': NODES,
      INFO: NODES,
      'CONFIG GET': NODES,
    })
    expect(usage.peakMB).to.be.below(400)
  })

  it('is printed soon after the last reply', async () => {
    const {exitCode, stdout, usage} = await run('check', nodes.seed)
    expect(exitCode).to.equal(0)
    expect(stdout.split('\n')).to.have.length.above(NODES)
    expect(usage.printMs).to.be.above(0)
    // A tenth of that on a machine that does nothing else.
    expect(usage.printMs).to.be.below(1000)
  })

  it('is rebalanced on paper, and only the ends of the moves are read again', async () => {
    const {exitCode, stdout, stderr, usage, calls} = await run(
      ...`rebalance ${nodes.seed} --use-empty-primaries --dry-run --json`.split(' '),
    )
    expect(exitCode, stderr).to.equal(0)
    const {outcome} = JSON.parse(stdout) as {outcome: {plan: {steps: {kind: string}[]}}}
    expect(outcome.plan.steps.filter(({kind}) => kind === 'migrate-slots')).to.have.length.above(400)
    expect(calls['CLUSTER NODES']).to.be.at.most(1.5 * NODES)
    expect(usage.peakMB).to.be.below(400)
  })
})
