import {readdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {expect} from 'chai'
import type {CommandDocument} from '../../src/contract/document.js'
import {runCli} from '../support/cli.js'
import {startFakeNode} from '../support/fake-node.js'
import type {Handler} from '../support/resp-server.js'
import {TestCluster} from '../support/test-cluster.js'
import {temporaryFolder} from '../unit/local/fake-server.js'

describe('[E] backup', function () {
  this.timeout(240_000)
  let cluster: TestCluster
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let seed: string

  before(async () => {
    folder = await temporaryFolder()
    cluster = await TestCluster.start({count: 3, replicas: 0})
    seed = cluster.shard(0).primary.address
  })

  after(async () => {
    await cluster[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  it('prints the lines that scripts know, and nothing on stderr', async () => {
    const dir = join(folder.path, 'text')
    const {exitCode, stdout, stderr} = await runCli(['backup', seed, dir])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    const lines = stdout.trimEnd().split('\n')
    for (const {address} of cluster.primaries)
      expect(lines).to.include(`>>> Node ${address} -> Saving RDB...`)
    expect(lines.slice(-2)).to.deep.equal([
      `Saving cluster configuration to: ${dir}/nodes.json`,
      `[OK] Backup created into: ${dir}`,
    ])
    const again = await runCli(['backup', seed, dir])
    expect([again.exitCode, again.stderr.split('\n')[0]]).to.deep.equal([
      4,
      `Error: ${dir} already contains a backup; nothing was done.`,
    ])
  })

  it('accepts host and port as two words, and prints one document with --json', async () => {
    const dir = join(folder.path, 'json')
    const [host = '', port = ''] = seed.split(':')
    const {exitCode, stdout, stderr} = await runCli(['backup', host, port, dir, '--json'])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    const {command, outcome} = JSON.parse(stdout) as CommandDocument<'backup'>
    expect([command, outcome.status, outcome.dir, outcome.files.length]).to.deep.equal([
      'backup',
      'done',
      dir,
      3,
    ])
    expect((await readdir(dir)).toSorted()).to.deep.equal(
      ['backup.json', 'nodes.json', ...outcome.files.map(({file}) => file)].toSorted(),
    )
  })

  it('ends with one sentence if its arguments are wrong', async () => {
    const file = join(folder.path, 'file')
    await writeFile(file, '')
    const cases: readonly [args: readonly string[], exit: number, says: RegExp][] = [
      [[], 2, /backup takes a node of the cluster and a folder/],
      [[seed], 2, /backup takes a node of the cluster and a folder/],
      [['nonsense', 'x'], 2, /"nonsense" is not the address of a node/],
      [[seed, file], 4, /is not a folder/],
      [['127.0.0.1:1', join(folder.path, 'new')], 5, /connection refused/],
      [
        [seed, join(folder.path, 'new'), '--parallel', '0'],
        2,
        /Expected an integer greater than or equal to 1/,
      ],
    ]
    for (const [args, exit, says] of cases) {
      const {exitCode, stdout, stderr} = await runCli(['backup', ...args])
      expect({exitCode, stdout}, stderr).to.deep.equal({exitCode: exit, stdout: ''})
      expect(stderr).to.match(says)
      expect(stderr).not.to.match(/\n\s+at /)
    }
    expect(await readdir(folder.path)).not.to.include('new')
  })

  it('ends with 6 and says what is missing if a node closes its connection too early', async () => {
    const dir = join(folder.path, 'broken')
    await using node = await startNode((_args, socket) => void socket.end('$100\r\nREDIS0011'))
    const {exitCode, stdout, stderr} = await runCli(['backup', node.address, dir])
    expect({exitCode, stderr}).to.deep.equal({exitCode: 6, stderr: ''})
    expect(stdout).to.contain('[ERR] The keys of slots 0-16383 are in no file.')
    expect(stdout).to.contain(`Failed: ${node.address}: ${node.address} did not send its RDB: the connection`)
    expect(stdout).not.to.contain('[OK]')
  })

  it('leaves nothing after Ctrl-C', async () => {
    const dir = join(folder.path, 'interrupted')
    let asked = () => {}
    const begun = new Promise<void>((resolve) => (asked = resolve))
    await using node = await startNode((_args, socket) => {
      socket.write('$100000\r\nREDIS0011', asked)
      return undefined
    })
    const {exitCode, stderr} = await runCli(['backup', node.address, dir], {
      onStart: (kill) => void begun.then(() => kill('SIGINT')),
    })
    expect(exitCode).to.equal(130)
    expect(stderr).to.contain('Interrupted; nothing was saved')
    expect(await readdir(dir)).to.deep.equal([])
  })
})

function startNode(sync: Handler) {
  const nodes = `${'a'.repeat(40)} 127.0.0.1:PORT@1 myself,master - 0 0 1 connected 0-16383\n`
  return startFakeNode({nodes, sync})
}
