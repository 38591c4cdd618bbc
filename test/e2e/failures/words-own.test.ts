import {readFile} from 'node:fs/promises'
import {expect} from 'chai'
import {runCli} from '../../support/cli.js'
import {TestServers} from '../../support/servers.js'

const OLD_ROLES = /\b(master|slave)s?\b/i

/** The lines of a help text below a heading, up to the next one. */
function sectionOf(help: string, heading: string): string {
  return help.split(`\n${heading}\n`)[1]?.split(/\n(?=[A-Z])/)[0] ?? ''
}

describe('[E] terms in help and output', function () {
  this.timeout(240_000)

  it('examples of rebalance use flags by the names that its help lists', async () => {
    const {stdout} = await runCli(['rebalance', '--help'])
    const examples = sectionOf(stdout, 'EXAMPLES')
    const used = [...examples.matchAll(/ (--[\w-]+)/g)].map(([, flag]) => flag)
    expect(used).to.include('--use-empty-primaries')
    const flags = sectionOf(stdout, 'FLAGS')
    for (const flag of used) expect(flags).to.match(new RegExp(`^ +(-\\w, )?${flag}\\b`, 'm'))
    expect(stdout).to.not.match(OLD_ROLES)
  })

  it('create, check and reshard call nodes primaries and replicas', async () => {
    await using servers = await TestServers.start({count: 6})
    const addresses = servers.nodes.map(({address}) => address)
    const [first = ''] = addresses
    const created = await runCli(['create', '--replicas', '1', '--yes', ...addresses], {limitMs: 50_000})
    const checked = await runCli(['check', first])
    const words = ['--from', 'all', '--to', first, '--slots', '10', '--yes', '--verbose']
    const moved = await runCli(['reshard', first, ...words], {limitMs: 50_000})
    for (const [name, {exitCode, stdout, stderr}] of Object.entries({created, checked, moved})) {
      expect(exitCode, `${name}: ${stdout}${stderr}`).to.equal(0)
      expect(stdout, name).to.match(/\bprimary\b/)
      expect(stdout + stderr, name).to.not.match(OLD_ROLES)
    }
  })

  it('the help of local start and the README mention CLUSTERTOOL_SERVER', async () => {
    const {stdout} = await runCli(['local', 'start', '--help'])
    expect(stdout).to.contain('CLUSTERTOOL_SERVER')
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
    expect(readme).to.contain('CLUSTERTOOL_SERVER')
  })

  it('a misspelt flag with --json is reported in a document', async () => {
    const {exitCode, stdout, stderr} = await runCli(['check', '127.0.0.1:1', '--stict', '--json'])
    expect([exitCode, stderr]).to.deep.equal([2, ''])
    const {command, error} = JSON.parse(stdout) as {command: string; error: {code: string; hints: string[]}}
    expect([command, error.code]).to.deep.equal(['check', 'USAGE'])
    expect(error.hints).to.include('Did you mean --strict?')
  })
})
