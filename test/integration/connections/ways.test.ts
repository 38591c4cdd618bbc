import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {type Finding, SEVERITY} from '../../../src/domain/finding.js'
import type {CheckOutcome, CreateOutcome} from '../../../src/domain/outcome.js'
import {check} from '../../../src/operations/check.js'
import {makeCertificates} from '../../support/certificates.js'
import {matrix} from '../../support/matrix.js'
import {runCreate} from '../../support/run-create.js'
import {startSideBySide} from '../../support/side-by-side.js'
import {TestServers} from '../../support/servers.js'
import {type Setting, type Way, WAYS} from './ways.js'

type Formed = {readonly created: CreateOutcome; readonly checked: CheckOutcome}

matrix('[I] ways to connect to the nodes', (program) => {
  const ways = WAYS.filter(({worksOn}) => worksOn?.(program) ?? true)
  let formed: ReadonlyMap<Way, Promise<Formed>>
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-tls-'))
    const setting = {program, tls: await makeCertificates(folder)}
    formed = startSideBySide(ways, 3, (way) => form(way, setting))
  })

  after(async () => {
    await Promise.allSettled(formed.values())
    await rm(folder, {recursive: true})
  })

  for (const way of ways) {
    it(`create and check with ${way.title}`, async function () {
      this.timeout(240_000)
      const {created, checked} = (await formed.get(way)) ?? expect.fail('was not started')
      expect(created.status, JSON.stringify(created)).to.equal('done')
      expect(errorsOf(created)).to.deep.equal([])
      expect(errorsOf(checked)).to.deep.equal([])
      expect(checked.snapshot.nodes.filter(({reachable}) => reachable)).to.have.lengthOf(6)
      expect(checked.snapshot.nodes.filter(({role}) => role === 'replica')).to.have.lengthOf(3)
      way.shows?.(checked)
    })
  }
})

/** Makes a cluster of six nodes in this way and checks it, naming the last one as seed. */
async function form(way: Way, setting: Setting): Promise<Formed> {
  await using servers = await TestServers.start({
    count: 6,
    server: setting.program.path,
    ...way.servers(setting),
  })
  const connection = await way.connection(setting)
  const addresses = servers.nodes.map((server) => way.typed?.(server) ?? server)
  const created = await runCreate(addresses, {replicas: 1, connection})
  const seed = addresses[5] ?? expect.fail('there is no last server')
  const checked = await check(seed, {searchOwners: false}, connection)
  return {created, checked}
}

function errorsOf({findings}: Pick<CheckOutcome, 'findings'>): Finding[] {
  return findings.filter(({code}) => SEVERITY[code] === 'error')
}
