import {expect} from 'chai'
import type {Address} from '../../../src/domain/address.js'
import {ask} from '../../support/ask.js'
import {contentOf, differences} from '../../support/dataset.js'
import {fill} from '../../support/fill.js'
import {TestServers} from '../../support/servers.js'
import {keysBrought, startCli} from '../../support/started-cli.js'
import {TestCluster} from '../../support/test-cluster.js'
import {until} from '../../support/until.js'

const RUNS_MS = 2500

describe('[E] import and a script that runs for a long time', function () {
  this.timeout(240_000)

  for (const where of ['the source', 'an owner'] as const) {
    it(`waits until ${where} is no longer BUSY, and ends complete`, async () => {
      await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
      await using cluster = await TestCluster.start({count: 3, replicas: 0})
      const source = servers.node(0)
      await fill(source, {ranges: [{start: 0, end: 7999}], keysPerSlot: 6})
      const expected = await contentOf([source])
      const node = where === 'the source' ? source : cluster.shard(0).primary
      await ask(node, 'CONFIG', 'SET', 'lua-time-limit', 50)
      await using run = await startCli(
        [
          'import',
          cluster.shard(1).primary.address,
          '--from',
          source.address,
          '--move',
          '--yes',
          '--pipeline',
          '2',
          '--progress',
          'ndjson',
        ],
        {limitMs: 90_000},
      )
      await keysBrought(run, 300)
      await Promise.all([runScript(node), seesBusy(node)])
      const {exitCode, stdout, stderr} = await run.result
      expect(exitCode, stdout + stderr).to.equal(0)
      expect(stderr).to.match(/"waiting".*BUSY/)
      expect(differences(expected, await contentOf(cluster.primaries))).to.deep.equal([])
    })
  }
})

/** Runs a script that takes some seconds. */
function runScript(node: Address): Promise<unknown> {
  const script = `
    local start = redis.call('TIME')
    repeat
      local now = redis.call('TIME')
    until (now[1] - start[1]) * 1000 + (now[2] - start[2]) / 1000 > ${RUNS_MS}`
  return ask(node, 'EVAL', script, 0)
}

async function seesBusy(node: Address): Promise<void> {
  await until('others are told BUSY', async () => {
    const reply = await ask(node, 'PING').catch((error: unknown) => error)
    return String(reply).includes('BUSY')
  })
}
