import {expect} from 'chai'
import {partsOf, planRound, seedOf} from '../../chaos/plan.js'

describe('chaos: planRound', () => {
  const plans = Array.from({length: 500}, (_, number) => planRound(seedOf(7, number)))

  it('plans the same for the same seed, and something else for another', () => {
    expect(planRound(42)).to.deep.equal(planRound(42))
    expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).to.equal(plans.length)
  })

  it("begins a campaign with the campaign's own seed, so that one round replays", () => {
    expect(seedOf(1_788_458_160, 0)).to.equal(1_788_458_160)
  })

  it('plans every command and every fault at some time', () => {
    const commands = 'reshard rebalance del-node add-node import create backup fix check resume'
    const tool = 'tool-killed tool-stopped tool-signalled tool-stdout-closed tool-stderr-closed'
    const nodes = 'node-killed node-stopped node-cut-off node-full failover clients-cut'
    const seen = new Set(plans.flatMap(partsOf))
    expect([...seen]).to.have.members(`${commands} ${tool} ${nodes}`.split(' '))
  })

  it('names existing nodes, and never moves slots from a node to itself', () => {
    for (const {topology, commands, faults} of plans) {
      const nodes = topology.primaries * (1 + topology.replicas)
      for (const fault of faults) if ('node' in fault) expect(fault.node).to.be.below(nodes)
      for (const command of commands)
        if (command.name === 'reshard') expect(command.from).to.not.equal(command.to)
    }
  })
})
