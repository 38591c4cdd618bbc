import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../../support/ask.js'
import {runCli} from '../../support/cli.js'
import {serverPrograms} from '../../support/matrix.js'
import {TestCluster} from '../../support/test-cluster.js'

describe('[E] apply', function () {
  this.timeout(240_000)
  const program = serverPrograms().find(({name}) => name === 'Redis 8.6')
  if (!program) return

  it('carries out a plan of atomic moves as a user who may not run MIGRATE', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
    const folder = await mkdtemp(join(tmpdir(), 'clustertool-plan-'))
    try {
      const [from, to] = cluster.primaries
      const plan = join(folder, 'plan.json')
      const wish = ['--from', from!.address, '--to', to!.address, '--slots', '10', '--out', plan]
      const saved = await runCli(['reshard', from!.address, ...wish])
      expect(saved.exitCode, saved.stdout + saved.stderr).to.equal(0)
      expect(await readFile(plan, 'utf8')).to.contain('"atomic-redis"')
      await ask(from!, 'ACL', 'SETUSER', 'default', '-migrate')
      const applied = await runCli(['apply', plan, '--yes'], {limitMs: 60_000})
      expect(applied.exitCode, applied.stdout + applied.stderr).to.equal(0)
      expect(applied.stdout).to.contain('10 slots')
    } finally {
      await rm(folder, {recursive: true})
    }
  })
})
