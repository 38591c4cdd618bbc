import {expect} from 'chai'
import {type Address, formatAddress} from '../../src/domain/address.js'
import {ask, askAll} from '../support/ask.js'
import {runCli} from '../support/cli.js'
import {tagOf} from '../support/fill.js'
import {TestServers} from '../support/servers.js'
import {onTerminal} from '../support/terminal.js'
import {until} from '../support/until.js'

const SET = "Can I set the above configuration? (type 'yes' to accept): "
const FEW =
  "Valkey cluster requires at least 3 primary nodes for automatic failover. Are you sure? (type 'yes' to accept): "
const HOW_MANY = 'How many slots do you want to move (from 1 to 16384)? '
const RECEIVER = 'What is the receiving node ID? '
const SOURCES = [
  'Please enter all the source node IDs.',
  "  Type 'all' to use all the nodes as source nodes for the hash slots.",
  "  Type 'done' once you entered all the source nodes IDs.",
]
const PROCEED = 'Do you want to proceed with the proposed reshard plan (yes/no)? '

describe('[E] the questions of older tools, answered as scripts do', function () {
  this.timeout(240_000)
  let servers: TestServers
  let ids: readonly string[]

  before(async () => {
    servers = await TestServers.start({count: 6})
    ids = await Promise.all(servers.nodes.map(async (node) => String(await ask(node, 'CLUSTER', 'MYID'))))
  })
  after(() => servers[Symbol.asyncDispose]())

  const at = (index: number) => servers.node(index).address
  const three = () => [at(0), at(1), at(2)]

  /** Answers each question when it appears at the beginning of a line, as expect does; returns the whole screen. */
  async function converse(
    args: readonly string[],
    answers: readonly (readonly [string, string])[],
  ): Promise<{screen: string; exitCode: number | null}> {
    const terminal = onTerminal(args)
    let read = 0
    for (const [question, answer] of answers) {
      const found = () => terminal.screen().indexOf(`\n${question}`, read)
      await until(`the terminal asks «${question}»`, () => found() >= 0).catch((error: unknown) => {
        terminal.type('\u0003')
        throw new Error(`${String(error)}: ${terminal.screen()}`)
      })
      read = found() + question.length
      terminal.type(`${answer}\n`)
    }
    const exitCode = await terminal.ended
    const screen = terminal.screen()
    // No code moves the cursor or draws a line again.
    for (const code of screen.split('\u001B').slice(1)) expect(code).to.match(/^\[\d*m/)
    return {screen, exitCode}
  }

  it('create on a terminal: no', async () => {
    const {screen, exitCode} = await converse(['--cluster', 'create', ...three()], [[SET, 'no']])
    expect(exitCode).to.equal(1)
    expect(screen).not.to.contain('>>> Nodes configuration updated')
  })

  it('create on a terminal: Ctrl-D', async () => {
    const terminal = onTerminal(['--cluster', 'create', ...three()])
    await terminal.shows(`\n${SET}`)
    terminal.type('\u0004')
    expect(await terminal.ended).to.equal(1)
  })

  it('create on a terminal: Ctrl-C', async () => {
    const terminal = onTerminal(['--cluster', 'create', ...three()])
    await terminal.shows(`\n${SET}`)
    terminal.type('\u0003')
    expect(await terminal.ended).to.equal(130)
  })

  it('redis-trib create through a pipe: no', async () => {
    const result = await runCli(['--as', 'redis-trib', 'create', ...three()], {input: 'no\n'})
    expect(result.exitCode).to.equal(1)
    expect(result.stdout).to.contain(`${SET}\n*** Aborting...\n`)
  })

  it('create on a terminal: yes', async () => {
    const {screen, exitCode} = await converse(['--cluster', 'create', ...three()], [[SET, 'yes']])
    expect(exitCode).to.equal(0)
    expect(screen).to.contain('\n>>> Nodes configuration updated\r\n')
  })

  it('valkey-cli create of two nodes through a pipe, which asks twice', async () => {
    const args = ['--as', 'valkey-cli', '--cluster', 'create', at(3), at(4)]
    const declined = await runCli(args, {input: 'no\n'})
    expect(declined.exitCode).to.equal(1)
    expect(declined.stdout).to.equal(
      `Requested to create a cluster with 2 primaries and 0 replicas per primary.\n${FEW}\n`,
    )
    const {screen, exitCode} = await converse(args, [
      [FEW, 'yes'],
      [SET, 'yes'],
    ])
    expect(exitCode).to.equal(0)
    expect(screen).to.contain('\n>>> Performing hash slots allocation on 2 node(s)...')
    expect(screen).to.contain('\nPrimary[1] -> Slots 8192 - 16383')
  })

  it('reshard on a terminal', async () => {
    const {screen, exitCode} = await converse(
      ['--cluster', 'reshard', at(0)],
      [
        [HOW_MANY, '0'],
        [HOW_MANY, '3'],
        [RECEIVER, ids[2] ?? ''],
        ['Source node #1: ', ids[2] ?? ''],
        ['Source node #1: ', ids[0] ?? ''],
        ['Source node #2: ', ids[1] ?? ''],
        ['Source node #3: ', 'done'],
        [PROCEED, 'yes'],
      ],
    )
    expect(exitCode, screen).to.equal(0)
    const lines = screen.split('\r\n')
    expect(lines).to.include.members([
      ...SOURCES,
      'Ready to move 3 slots.',
      '  Source nodes:',
      '  Destination node:',
      '  Resharding plan:',
      '*** It is not possible to use the target node as source node.',
      `    Moving slot 0 from ${ids[0]}`,
      `Moving slot 0 from ${at(0)} to ${at(2)}: `,
    ])
  })

  it('reshard through a pipe, all answers at once and no line end after the last', async () => {
    const input = `2\n${ids[0]}\nall\nyes`
    const {exitCode, stdout, stderr} = await runCli(['--cluster', 'reshard', at(1)], {input})
    expect(exitCode, stderr).to.equal(0)
    expect(stderr).to.equal('')
    for (const line of [HOW_MANY, RECEIVER, ...SOURCES, PROCEED, 'Source node #1: ']) {
      expect(stdout).to.contain(`\n${line}\n`)
    }
  })

  it('reshard with the answer no', async () => {
    const input = `1\n${ids[0]}\nall\nno\n`
    const {exitCode, stdout} = await runCli(['--cluster', 'reshard', at(1)], {input})
    expect(exitCode).to.equal(1)
    expect(stdout).not.to.match(/^Moving slot/m)
  })

  it('reshard to an unknown node ends in redis-cli and asks again in redis-trib', async () => {
    const line = `\n*** The specified node (abc) is not known or not a master, please retry.\n`
    const cli = await runCli(['--cluster', 'reshard', at(0)], {input: '1\nabc\n'})
    expect(cli.exitCode).to.equal(1)
    expect(cli.stdout).to.contain(`${RECEIVER}${line}`)
    const input = `1\nabc\n${ids[0]}\nall\nyes\n`
    const trib = await runCli(['--as', 'redis-trib', 'reshard', at(0)], {input})
    expect(trib.exitCode, trib.stderr).to.equal(0)
    expect(trib.stdout).to.contain(`${RECEIVER}${line}${RECEIVER}\n`)
  })

  it('reshard without a source', async () => {
    const {exitCode, stderr} = await runCli(['--cluster', 'reshard', at(0)], {
      input: `1\n${ids[0]}\ndone\n`,
    })
    expect(exitCode).to.equal(1)
    expect(stderr).to.equal('*** No source nodes given, operation aborted.\n')
  })

  describe('fix', () => {
    /** Takes a slot from all nodes. */
    async function uncover(slot: number): Promise<void> {
      const nodes = servers.nodes.slice(0, 3)
      await Promise.all(nodes.map((node) => askAll(node, [['CLUSTER', 'DELSLOTS', slot]])))
      await until('the nodes report fail', async () => {
        const infos = await Promise.all(nodes.map((node) => ask(node, 'CLUSTER', 'INFO')))
        return infos.every((info) => String(info).includes('cluster_state:fail'))
      })
    }

    /** Puts a key on a node that does not own its slot. */
    async function plant(slot: number, on: Address, owner: string): Promise<void> {
      const key = `{${tagOf(slot)}}${formatAddress(on)}`
      const replies = await askAll(on, [
        ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', owner],
        ['ASKING'],
        ['SET', key, 'x'],
        ['CLUSTER', 'SETSLOT', slot, 'STABLE'],
      ])
      expect(replies).to.deep.equal(['OK', 'OK', 'OK', 'OK'])
    }

    it('asks about slots without keys, on a terminal', async () => {
      await uncover(100)
      const {screen, exitCode} = await converse(
        ['--cluster', 'fix', at(0)],
        [["Fix these slots by covering with a random node? (type 'yes' to accept): ", 'yes']],
      )
      expect(exitCode, screen).to.equal(0)
      expect(screen).to.match(
        />>> Fixing slots coverage\.\.\.\r\nThe following uncovered slots have no keys across the cluster:\r\n\[100\]\r\n/,
      )
      expect(screen).to.match(/\n>>> Covering slot 100 with 127\.0\.0\.1:\d+\r\n/)
    })

    it('asks about slots with keys on one node, through a pipe', async () => {
      await plant(200, servers.node(1), ids[0] ?? '')
      await uncover(200)
      const {exitCode, stdout, stderr} = await runCli(['--cluster', 'fix', at(0)], {input: 'yes\n'})
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.contain('\nThe following uncovered slots have keys in just one node:\n[200]\n')
      expect(stdout).to.contain("\nFix these slots by covering with those nodes? (type 'yes' to accept): \n")
      expect(stdout).to.contain(`\n>>> Covering slot 200 with ${at(1)}\n`)
    })

    it('asks about slots with keys on several nodes, and nothing is done without a yes', async () => {
      await plant(300, servers.node(1), ids[0] ?? '')
      await plant(300, servers.node(2), ids[0] ?? '')
      await uncover(300)
      const question = "\nFix these slots by moving keys into a single node? (type 'yes' to accept): \n"
      const closed = await runCli(['--cluster', 'fix', at(0)])
      expect(closed.exitCode).to.equal(1)
      expect(closed.stdout, closed.stdout).to.contain(question)
      const {exitCode, stdout, stderr} = await runCli(['--cluster', 'fix', at(0)], {input: 'yes\n'})
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.contain('\nThe following uncovered slots have keys in multiple nodes:\n[300]\n')
    })

    it('does not ask about open slots, as before', async () => {
      await ask(servers.node(1), 'CLUSTER', 'SETSLOT', 6000, 'MIGRATING', ids[0] ?? '')
      const {exitCode, stdout, stderr} = await runCli(['--cluster', 'fix', at(0)])
      expect(exitCode, stderr).to.equal(0)
      expect(stdout).to.contain(
        `\n>>> Fixing open slot 6000\nSet as migrating in: ${at(1)}\nSet as importing in: \n`,
      )
      expect(stdout).to.contain('\n[OK] All 16384 slots covered.\n')
    })
  })
})
