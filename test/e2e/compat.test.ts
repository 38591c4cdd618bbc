import {mkdtemp, rm, symlink} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ask} from '../support/ask.js'
import {type CliResult, ENTRY, runCli} from '../support/cli.js'
import {TestServers} from '../support/servers.js'
import type {TestServer} from '../support/test-server.js'
import {parseShellLine} from '../unit/legacy/argv/shell-line.js'
import {LIVE_LINES, type LiveLine} from './compat-lines.js'

const PASSWORD = 'sesame-street'

describe('[E] old command lines on live nodes', function () {
  this.timeout(240_000)
  let open: TestServers
  let guarded: TestServers
  let folder: string
  let words: ReadonlyMap<string, string>

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustertool-test-'))
    open = await TestServers.start({count: 11})
    guarded = await TestServers.start({count: 3, args: ['--requirepass', PASSWORD, '--masterauth', PASSWORD]})
    await symlink(ENTRY, join(folder, 'redis-trib.rb'))
    await runCli(['shim', folder])
    await runCli(['shim', folder, '--name', 'valkey-cli'])
    words = new Map([
      ['pw', PASSWORD],
      ...(await Promise.all(open.nodes.map(wordsOf))).flat(),
      ...guarded.addresses.map((address, index) => [String(11 + index), address] as const),
    ])
  })
  after(async () => {
    await Promise.all([open[Symbol.asyncDispose](), guarded[Symbol.asyncDispose]()])
    await rm(folder, {recursive: true})
  })

  function fill(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => words.get(name) ?? name)
  }

  async function run({line, input, first}: LiveLine): Promise<CliResult> {
    if (first !== undefined) await ask(open.node(0), ...fill(first).split(' '))
    const {env, programName, argv} = parseShellLine(fill(line))
    const entry = join(folder, programName)
    return runCli(argv, {
      env,
      ...(input !== undefined && {input: fill(input)}),
      ...(programName === 'redis-trib.rb' && {entry}),
      ...(programName.endsWith('-cli') && {entry, node: '/bin/sh'}),
    })
  }

  for (const live of LIVE_LINES) {
    const {line, exit = 0, says} = live
    it(exit === 0 ? line : `${line}, which ends with ${exit}`, async () => {
      const {exitCode, stdout, stderr} = await run(live)
      expect(exitCode, stdout + stderr).to.equal(exit)
      if (exit === 0) expect(stderr).to.equal('')
      expect(stdout + stderr).to.match(new RegExp(fill(says.source), says.flags))
    })
  }
})

async function wordsOf(node: TestServer, index: number): Promise<[string, string][]> {
  return [
    [String(index), node.address],
    [`h${index}`, node.host],
    [`p${index}`, String(node.port)],
    [`id${index}`, String(await ask(node, 'CLUSTER', 'MYID'))],
  ]
}
