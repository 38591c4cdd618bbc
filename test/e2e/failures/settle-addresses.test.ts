import {expect} from 'chai'
import {runCli} from '../../support/cli.js'
import {TestServers} from '../../support/servers.js'

describe('[E] create of nodes that others know under a wrong address', function () {
  this.timeout(240_000)

  it('names the address and the setting long before its time limit', async () => {
    // On loopback all connections come from 127.0.0.1, and the nodes announce no other address.
    const host = (index: number) => `127.0.0.${1 + (index % 3)}`
    await using servers = await TestServers.start({
      count: 6,
      host,
      args: ['--cluster-announce-ip', ''],
    })
    const created = await runCli(['create', ...servers.addresses, '--replicas', '1', '--yes'], {
      limitMs: 110_000,
    })
    const said = created.stdout + created.stderr
    expect(created.exitCode, said).not.to.equal(0)
    expect(said, said).to.match(
      /Other nodes know 127\.0\.0\.[23]:\d+ as 127\.0\.0\.1:\d+, where it does not answer/,
    )
    expect(said).to.contain('cluster-announce-ip')
    expect(created.milliseconds, said).to.be.below(30_000)
  })
})
