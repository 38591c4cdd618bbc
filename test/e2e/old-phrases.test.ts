import {expect} from 'chai'
import type {LegacyTool} from '../../src/legacy/tool.js'
import {ask} from '../support/ask.js'
import {type CliResult, runCli} from '../support/cli.js'
import {serverPrograms} from '../support/matrix.js'
import {TestServers} from '../support/servers.js'

type Words = {readonly primaries: string; readonly primary: string; readonly replicas: string}

const REDIS: Words = {primaries: 'masters', primary: 'master', replicas: 'slaves'}
const VALKEY: Words = {primaries: 'primaries', primary: 'primary', replicas: 'replicas'}

const COVERED = [
  '[OK] All nodes agree about slots configuration.',
  '>>> Check for open slots...',
  '>>> Check slots coverage...',
  '[OK] All 16384 slots covered.',
]

/** Phrases that scripts look for, on the newest server that each tool was shipped with. */
for (const style of ['redis-cli', 'redis-trib', 'valkey-cli'] as const satisfies readonly LegacyTool[]) {
  const software = style === 'valkey-cli' ? 'valkey' : 'redis'
  const program = serverPrograms().findLast((one) => one.software === software)

  describe(`[E] phrases of ${style} on ${program?.name ?? 'a server that is missing'}`, function () {
    this.timeout(240_000)
    const {primaries, primary, replicas} = style === 'valkey-cli' ? VALKEY : REDIS
    const isTrib = style === 'redis-trib'
    let servers: TestServers
    let ids: readonly string[]

    before(async () => {
      servers = await TestServers.start({count: 5, ...(program && {server: program.path})})
      ids = await Promise.all(servers.nodes.map(async (node) => String(await ask(node, 'CLUSTER', 'MYID'))))
    })
    after(() => servers[Symbol.asyncDispose]())

    const at = (index: number) => servers.node(index).address

    /** Options are spelled as for redis-cli. For redis-trib they lose `cluster-` and come first. */
    async function run(command: string, words: readonly string[], options: readonly string[] = []) {
      const argv = isTrib
        ? [command, ...options.map((option) => option.replace('--cluster-', '--')), ...words]
        : ['--cluster', command, ...words, ...options]
      const result: CliResult = await runCli(['--as', style, ...argv])
      expect(result.exitCode, result.stdout + result.stderr).to.equal(0)
      expect(result.stderr).to.equal('')
      return result.stdout.split('\n')
    }

    it('create', async () => {
      const lines = await run('create', [at(0), at(1), at(2)], ['--cluster-yes'])
      expect(lines).to.include.members([
        '>>> Nodes configuration updated',
        '>>> Assign a different config epoch to each node',
        '>>> Sending CLUSTER MEET messages to join the cluster',
        'Waiting for the cluster to join',
        `>>> Performing Cluster Check (using node ${at(0)})`,
        `M: ${ids[1]} ${at(1)}`,
        isTrib ? '   slots:5461-10922 (5462 slots) master' : '   slots:[5461-10922] (5462 slots) master',
        ...COVERED,
      ])
    })

    it('add-node', async () => {
      const lines = await run('add-node', [at(3), at(0)])
      expect(lines[0]).to.equal(`>>> Adding node ${at(3)} to cluster ${at(0)}`)
      expect(lines).to.include.members([
        ...COVERED,
        `>>> Send CLUSTER MEET to node ${at(3)} to make it join the cluster.`,
        '[OK] New node added correctly.',
      ])
      const replica = await run('add-node', [at(4), at(0)], ['--cluster-slave'])
      expect(replica).to.include('[OK] New node added correctly.')
      expect(replica.some((line) => line.startsWith(`Automatically selected ${primary} `))).to.equal(true)
      expect(replica.some((line) => line.startsWith('>>> Configure node as replica of '))).to.equal(true)
    })

    it('check and info', async () => {
      const info = await run('info', [at(0)])
      expect(info).to.include(`[OK] 0 keys in 4 ${primaries}.`)
      expect(info[0]).to.match(
        new RegExp(`^${at(0)} \\([0-9a-f]{8}\\.\\.\\.\\) -> 0 keys \\| 5461 slots \\| [01] ${replicas}\\.$`),
      )
      const lines = await run('check', [at(0)])
      expect(lines.includes(`[OK] 0 keys in 4 ${primaries}.`)).to.equal(!isTrib)
      expect(lines).to.include.members([
        ...COVERED,
        '   1 additional replica(s)',
        `S: ${ids[4]} ${at(4)}`,
        '   slots: (0 slots) slave',
      ])
      expect(lines.some((line) => /^ {3}replicates [0-9a-f]{40}$/.test(line))).to.equal(true)
    })

    it('reshard', async () => {
      const lines = await run(
        'reshard',
        [at(0)],
        isTrib
          ? ['--from', 'all', '--to', ids[3] ?? '', '--slots', '3', '--yes']
          : ['--cluster-from', 'all', '--cluster-to', ids[3] ?? '', '--cluster-slots', '3', '--cluster-yes'],
      )
      expect(lines).to.include.members(['Ready to move 3 slots.', '  Resharding plan:', ...COVERED])
      expect(lines.filter((line) => line.startsWith('    Moving slot '))).to.have.lengthOf(3)
      expect(lines.some((line) => /^Moving slot (range )?\d+ from \S+ to \S+/.test(line))).to.equal(true)
    })

    it('rebalance', async () => {
      const lines = await run('rebalance', [at(0)], ['--cluster-use-empty-masters'])
      expect(lines).to.include.members([
        `>>> Performing Cluster Check (using node ${at(0)})`,
        '>>> Rebalancing across 4 nodes. Total weight = 4.00',
        ...COVERED,
      ])
      const moved = lines.findIndex((line) => /^Moving \d+ slots from \S+ to \S+$/.test(line))
      const [, slots] = /^Moving (\d+) /.exec(lines[moved] ?? '') ?? []
      expect(lines[moved + 1]).to.equal('#'.repeat(Number(slots)))
      expect(await run('rebalance', [at(0)])).to.include(
        '*** No rebalancing needed! All nodes are within the 2.00% threshold.',
      )
    })

    it('del-node and fix', async () => {
      const lines = await run('del-node', [at(0), ids[4] ?? ''])
      expect(lines.slice(0, 3)).to.deep.equal([
        `>>> Removing node ${ids[4]} from cluster ${at(0)}`,
        '>>> Sending CLUSTER FORGET messages to the cluster...',
        '>>> Sending CLUSTER RESET SOFT to the deleted node.',
      ])
      expect(lines.includes(`[OK] Node ${ids[4]} removed from the cluster.`)).to.equal(style === 'valkey-cli')
      expect(await run('fix', [at(0)])).to.include.members([
        `>>> Performing Cluster Check (using node ${at(0)})`,
        ...COVERED,
      ])
    })
  })
}
