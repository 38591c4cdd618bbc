import {existsSync} from 'node:fs'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {runCli} from '../support/cli.js'
import {temporaryFolder} from '../unit/local/fake-server.js'
import {TestServers} from '../support/servers.js'

const FOLDER = fileURLToPath(new URL('../../.nodes/bin', import.meta.url))

/** The oldest and the newest supported version, and one in between; the build was made with one of them. */
for (const version of ['20', '22', '24']) {
  const node = `${FOLDER}/node-${version}`
  describe(`[E] on Node ${version}`, () => {
    before(function () {
      if (existsSync(node)) return
      const message = `${node} is missing; bash scripts/node-versions.sh .nodes fetches it`
      if (process.env['CI'] === 'true') throw new Error(message)
      process.stderr.write(`*** skipped: ${message} ***\n`)
      this.skip()
    })

    it('makes and checks a cluster, and says nothing on stderr', async () => {
      await using servers = await TestServers.start({count: 3})
      const create = await runCli(['create', ...servers.addresses], {node, input: 'yes\n'})
      expect({exitCode: create.exitCode, stderr: create.stderr}).to.deep.equal({exitCode: 0, stderr: ''})
      const check = await runCli(['check', ...servers.addresses.slice(0, 1), '--json'], {node})
      expect({exitCode: check.exitCode, stderr: check.stderr}).to.deep.equal({exitCode: 0, stderr: ''})
      expect(JSON.parse(check.stdout)).to.have.nested.property('outcome.status', 'healthy')
    })

    it('distinguishes wrong flags from wrong addresses', async () => {
      expect((await runCli(['check', '--deep'], {node})).exitCode).to.equal(2)
      expect((await runCli(['check', '127.0.0.1:1'], {node})).exitCode).to.equal(5)
    })
  })
}

describe('[E] on a Node.js that is too old', () => {
  it('says which version is needed, and which one this is', async () => {
    await using folder = await temporaryFolder()
    const fake = join(folder.path, 'old.cjs')
    await writeFile(
      fake,
      "Object.defineProperty(process, 'versions', {value: {...process.versions, node: '20.18.3'}})",
    )
    const {exitCode, stdout, stderr} = await runCli(['--version'], {env: {NODE_OPTIONS: `--require ${fake}`}})
    expect({exitCode, stdout}).to.deep.equal({exitCode: 4, stdout: ''})
    expect(stderr).to.match(
      /^Error: clustertool needs Node\.js 20\.19 or later, and this is 20\.18\.3 \(.*\)\.\n/,
    )
  })
})
