import {expect} from 'chai'
import type {ImportOutcome} from '../../../src/domain/import.js'
import {saveKeys} from '../../../src/journal/saved-keys.js'
import {connect, disconnect} from '../../../src/redis/connection.js'
import {ask} from '../../support/ask.js'
import {keysOf} from '../../support/damage.js'
import {runRestoreSaved} from '../../support/run-restore.js'
import {PLAIN, TestCluster} from '../../support/test-cluster.js'
import type {TestServer} from '../../support/test-server.js'
import {temporaryFolder} from '../../unit/local/fake-server.js'

const [LOW, HIGH] = [keysOf(1, 150), keysOf(16_000, 150)]

describe('[I] saved keys that are restored', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let low: TestServer
  let high: TestServer

  beforeEach(async () => {
    cluster = await TestCluster.start({count: 3, replicas: 0})
    ;[low, , high] = cluster.primaries as [TestServer, TestServer, TestServer]
  })
  afterEach(() => cluster[Symbol.asyncDispose]())

  it('are reported as far as they were restored when an owner is lost', async () => {
    const outcome = await restore(() => high.killNow())
    expect(outcome.status).to.equal('incomplete')
    expect(outcome.stopped).to.be.a('string')
    expect(outcome.tallies[0]?.imported).to.equal(150)
    expect(await ask(low, 'DBSIZE')).to.equal(150)
  })

  it('are not restored any further after a signal', async () => {
    const controller = new AbortController()
    const outcome = await restore(() => controller.abort(), controller)
    expect(outcome).to.include({status: 'incomplete', stopped: 'it was interrupted'})
    expect(await ask(low, 'DBSIZE')).to.equal(0)
  })

  /** `happens` runs after everything to do is known, and before any of it is done. */
  async function restore(happens: () => void, {signal} = new AbortController()): Promise<ImportOutcome> {
    await using folder = await temporaryFolder()
    const [own, value] = LOW[0] ?? ['', '']
    await ask(low, 'SET', own, value)
    const redis = await connect({host: low.host, port: low.port}, PLAIN)
    const payload = await redis.dumpBuffer(own)
    disconnect(redis)
    await ask(low, 'DEL', own)
    const facts = {node: 'a:1', db: 0, slot: 0, timeToLiveMs: -1, payload}
    const path = await saveKeys(
      folder.path,
      [...LOW, ...HIGH].map(([key]) => ({...facts, key: Buffer.from(key)})),
    )
    return await runRestoreSaved(path, low, {show: happens, signal})
  }
})
