import {expect} from 'chai'
import {ClusterToolError} from '../../../../../src/domain/errors.js'
import type {NodeId} from '../../../../../src/domain/node.js'
import type {Job} from '../../../../../src/execution/move/by-keys/job.js'
import {LeftAlone} from '../../../../../src/execution/move/by-keys/left-alone.js'
import {Ledger} from '../../../../../src/execution/move/by-keys/ledger.js'
import {Tally} from '../../../../../src/execution/move/by-keys/tally.js'
import {turnSlots} from '../../../../../src/execution/move/by-keys/marks.js'
import {parseClusterNodes} from '../../../../../src/redis/cluster-nodes.js'

const [SOURCE, TARGET, HEIR] = ['s', 't', 'h'].map((letter) => letter.repeat(40)) as [NodeId, NodeId, NodeId]
const REFUSED = Object.assign(new Error('ERR Please use SETSLOT only with masters.'), {name: 'ReplyError'})

describe('[U] slots that are handed over while their source becomes a replica', () => {
  it('are not moved when its own replica took over, and the target’s epoch is raised above the replica’s', async () => {
    const {job, raised} = jobWith(HEIR)
    const error = await turnSlots(job, {close: [5], open: []}).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(ClusterToolError).and.include({code: 'INCOMPLETE'})
    expect(String(error)).to.match(/became a replica while slots were moved from it/)
    expect(raised).to.deep.equal([[TARGET, [HEIR]]])
    expect([...job.ledger.closing]).to.deep.equal([5])
  })

  it('are moved when that was its last slot, which makes it a replica of a node that got slots', async () => {
    const {job, raised} = jobWith(TARGET)
    await turnSlots(job, {close: [5], open: []})
    expect([...job.ledger.moved]).to.deep.equal([5])
    expect(raised).to.deep.equal([])
  })
})

/** A move whose source refuses to give slot 5 away, because it has become a replica of this node. */
function jobWith(primary: NodeId) {
  const raised: unknown[] = []
  const view = parseClusterNodes(`${SOURCE} 127.0.0.1:7000@17000 myself,slave ${primary} 0 0 9 connected`)
  const end = (id: NodeId, refusal: Error | undefined) => ({
    id,
    name: id,
    traits: {},
    setSlots: (changes: readonly unknown[]) => Promise.resolve(changes.map(() => refusal)),
  })
  const nothing = () => undefined
  const client = {clusterNodes: () => Promise.resolve(view)}
  const session = {
    node: () => ({address: {host: 'h', port: 1}}),
    connect: () => Promise.resolve(client),
    register: nothing,
  }
  const job = {
    source: end(SOURCE, REFUSED),
    target: end(TARGET, undefined),
    others: [],
    ledger: new Ledger([5]),
    tally: new Tally(0),
    openBefore: new Map(),
    leftAlone: new LeftAlone(),
    primaries: new Set([SOURCE, TARGET]),
    execution: {
      session,
      tellSlots: nothing,
      tellProgress: nothing,
      epochs: {raise: (...words: unknown[]) => Promise.resolve(raised.push(words))},
    },
  } as unknown as Job
  return {job, raised}
}
