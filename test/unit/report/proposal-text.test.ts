import {expect} from 'chai'
import type {PlannedShard} from '../../../src/domain/layout.js'
import {proposalText} from '../../../src/report/create-text.js'
import {id} from '../../support/snapshot.js'
import {shard} from './layout-fixture.js'

const low = [{start: 0, end: 8191}]
const high = [{start: 8192, end: 16_383}]

const FULL = {colour: false, detail: 'full'} as const

function lines(shards: readonly PlannedShard[]) {
  return proposalText({shards, plan: {steps: [], warnings: []}}, FULL).split('\n')
}

describe('[U] proposal text', () => {
  it('has lines like those of valkey-cli', () => {
    expect(lines([shard(low, 'a@h1', 'c@h2'), shard(high, 'b@h2', 'd@h1')])).to.deep.equal([
      '>>> Performing hash slots allocation on 4 nodes...',
      'Primary[0] -> Slots 0 - 8191',
      'Primary[1] -> Slots 8192 - 16383',
      'Adding replica h2:7000 to h1:7000',
      'Adding replica h1:7000 to h2:7000',
      `P: ${id('a')} h1:7000`,
      '   slots:[0-8191] (8192 slots) primary',
      `R: ${id('c')} h2:7000`,
      `   replicates ${id('a')}`,
      `P: ${id('b')} h2:7000`,
      '   slots:[8192-16383] (8192 slots) primary',
      `R: ${id('d')} h1:7000`,
      `   replicates ${id('b')}`,
      '[OK] Perfect anti-affinity obtained!',
    ])
  })

  it('warns in the known phrases, and in its own that name the nodes', () => {
    const shards = [shard(low, 'a@h1', 'c@h1', 'd@h2')]
    const warnings = [
      {code: 'replica-beside-primary', nodes: [id('c')], ranges: [], place: {kind: 'host', name: 'h1'}},
    ] as const
    const text = proposalText({shards, plan: {steps: [], warnings}}, FULL).split('\n')
    expect(text.slice(-3)).to.deep.equal([
      'warning replica-beside-primary: Replica h1:7000 (63000000) and its primary are on host h1 and can fail together.',
      '    Use nodes on more hosts, with no host holding most of them.',
      '[WARNING] Some replicas are in the same host as their primary',
    ])
    expect(proposalText({shards, plan: {steps: [], warnings}}).split('\n')).to.deep.equal([
      'primary  slots          replicas',
      'h1:7000  0-8191 (8192)  h1:7000 and h2:7000',
      'warning replica-beside-primary: Replica h1:7000 (63000000) and its primary are on host h1 and can fail together.',
      '    Use nodes on more hosts, with no host holding most of them.',
    ])
  })

  it('reports replicas of one primary that share a host', () => {
    const last = lines([shard(low, 'a@h1', 'c@h2', 'd@h2')]).at(-1)
    expect(last).to.equal('[WARNING] Some replicas of the same primary are in the same host')
  })

  it('does not call it perfect when only a zone is shared, and says nothing without replicas', () => {
    const zone = lines([shard(low, 'a@h1/east', 'c@h2/east')]).at(-1)
    expect(zone).to.equal(`   replicates ${id('a')}`)
    expect(lines([shard(low, 'a@h1'), shard(high, 'b@h1')]).at(-1)).to.equal(
      '   slots:[8192-16383] (8192 slots) primary',
    )
  })
})
