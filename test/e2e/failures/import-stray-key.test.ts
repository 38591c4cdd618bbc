import {expect} from 'chai'
import {ask, askAll} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {contentOf, differences} from '../../support/dataset.js'
import {fill, tagOf} from '../../support/fill.js'
import {TestServers} from '../../support/servers.js'
import {TestCluster} from '../../support/test-cluster.js'

const SLOT = 12_000
const STRAY = `{${tagOf(SLOT)}}stray`
const RANGES = [
  {start: 0, end: 1999},
  {start: 5461, end: 7460},
  {start: 10_923, end: 12_922},
]

describe('[E] import and keys that cannot be read from the source', function () {
  this.timeout(240_000)

  it('names a stray key of a cluster and imports all others, each time that it runs', async () => {
    await using source = await TestCluster.start({count: 3, replicas: 0})
    await using target = await TestCluster.start({count: 3, replicas: 0})
    await Promise.all(
      source.primaries.map((node, at) =>
        fill(node, {ranges: [RANGES[at] ?? {start: 0, end: 0}], keysPerSlot: 1}),
      ),
    )
    const expected = await contentOf(source.primaries)
    await makeStray(source)
    for (const words of [['--copy'], ['--move', '--yes'], ['--move', '--yes']]) {
      const {exitCode, stdout, stderr} = await runCli([
        'import',
        target.shard(0).primary.address,
        '--from',
        source.shard(1).primary.address,
        ...words,
      ])
      expect(exitCode, stdout + stderr).to.equal(6)
      expect(stdout).to.match(/stray of DB 0: it is a stray key of the source/)
      expect(stdout).to.include('[ERR] The import is not complete. 1 key could not be imported.')
      expect(differences(expected, await contentOf(target.primaries))).to.deep.equal([])
    }
    const left = await Promise.all(source.primaries.map((node) => ask(node, 'DBSIZE')))
    expect(left).to.deep.equal([1, 0, 0])
  })

  for (const way of ['migrate', 'stream']) {
    it(`names the keys that the user may not access, and imports the others (${way})`, async () => {
      await using servers = await TestServers.start({count: 1, args: ['--cluster-enabled', 'no']})
      await using target = await TestCluster.start({count: 3, replicas: 0})
      const source = servers.node(0)
      await fill(source, {ranges: [{start: 0, end: 2999}], keysPerSlot: 1})
      const expected = await contentOf([source])
      await askAll(source, [
        ['MSET', 'secret:1', 'a', 'secret:2', 'b'],
        ['ACL', 'SETUSER', 'half', 'on', '>half', '+@all', '~{*'],
      ])
      const {exitCode, stdout, stderr} = await runCli([
        'import',
        target.shard(0).primary.address,
        '--from',
        `redis://half:half@${source.address}`,
        '--way',
        way,
        '--patience',
        '5',
      ])
      expect(exitCode, stdout + stderr).to.equal(6)
      expect(stdout).to.match(/ {2}secret:1 of DB 0: .*NOPERM/)
      expect(stdout).to.include('[ERR] The import is not complete. 2 keys could not be imported.')
      expect(differences(expected, await contentOf(target.primaries))).to.deep.equal([])
    })
  }
})

/** Leaves a stray key on the first node, in a slot that the last node owns. */
async function makeStray(source: TestCluster): Promise<void> {
  const [first, , last] = source.primaries
  if (!first || !last) throw new Error('too few primaries')
  const replies = await askAll(first, [
    ['CLUSTER', 'SETSLOT', SLOT, 'IMPORTING', source.idOf(last)],
    ['ASKING'],
    ['SET', STRAY, 'nobody finds me'],
    ['CLUSTER', 'SETSLOT', SLOT, 'STABLE'],
  ])
  expect(replies).to.deep.equal(['OK', 'OK', 'OK', 'OK'])
}
