import {expect} from 'chai'
import {presenceName} from '../../../src/domain/operator.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {ask} from '../../support/ask.js'
import {copiesOf, plant} from '../../support/copies.js'
import {keysOf} from '../../support/damage.js'
import {runFix} from '../../support/run-change.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {until} from '../../support/until.js'

const SLOT = 100

describe('[I] fix that cannot continue after its first round', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let owner: TestServer
  let holder: TestServer
  beforeEach(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    ;[owner, holder] = cluster.primaries as [TestServer, TestServer]
    const [twice = ['', ''], ...others] = keysOf(SLOT, 3)
    await plant(cluster, {node: holder, peer: owner, slot: SLOT, marked: true}, [twice, ...others])
    await ask(owner, 'SET', twice[0], 'another')
  })
  afterEach(() => cluster[Symbol.asyncDispose]())

  it('because another clustertool is running says what it did, and why it ended', async () => {
    const other = {host: 'elsewhere', pid: 1, startedAt: 1, command: 'reshard'}
    await expectTold(async () => {
      const client = await connect(holder, {...PLAIN, connectionName: presenceName(other)})
      const isNamed = async () => String(await ask(holder, 'CLIENT', 'LIST')).includes(presenceName(other))
      await until('the other one is to be seen', isNamed)
      return () => disconnect(client)
    }, /^The rest was not done: Another clustertool is changing this cluster: reshard on elsewhere/)
  })

  it('because a node does not answer any more says what it did, too', async () => {
    await expectTold(async () => {
      await owner.kill()
      return () => undefined
    }, /^The rest was not done: \S+ did not report whether another clustertool is running: .*; nothing more was changed/)
  })

  /** `happens` runs while the user is asked for the second time; it returns a function that reverses it. */
  async function expectTold(happens: () => Promise<() => void>, why: RegExp): Promise<void> {
    let asked = 0
    let undo = () => undefined as void
    const told: string[] = []
    const outcome = await runFix(cluster.shard(2).primary, undefined, {
      onEvent: (event) => event.type === 'note' && told.push(event.text),
      async confirm() {
        if (++asked === 2) undo = await happens()
        return true
      },
    }).finally(() => undo())
    expect(asked).to.equal(2)
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.steps.map(({step}) => step.kind)).to.deep.equal(['adopt-keys', 'agree'])
    expect(outcome.steps.at(-1)?.notes?.at(-1)).to.match(why)
    expect(told.at(-1)).to.match(why)
    expect(told.join()).not.to.match(/nothing was (changed|done)/i)
    const [, sent = ['', '']] = keysOf(SLOT, 3)
    expect(await copiesOf([holder], {slot: SLOT, key: sent[0]})).to.deep.equal(new Map())
  }
})
