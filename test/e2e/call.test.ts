import {expect} from 'chai'
import {runCli} from '../support/cli.js'
import {TestCluster} from '../support/test-cluster.js'

type Document = {
  readonly command: string
  readonly outcome: {
    readonly status: string
    readonly nodes: readonly {
      readonly address: string
      readonly role: string
      readonly status: string
      readonly reply?: unknown
      readonly error?: string
    }[]
  }
}

describe('[E] call', () => {
  let cluster: TestCluster
  let seed: string

  before(async () => {
    cluster = await TestCluster.start({count: 6, replicas: 1})
    seed = cluster.shard(0).primary.address
  })

  after(() => cluster[Symbol.asyncDispose]())

  const call = (...args: string[]) => runCli(['call', seed, ...args])
  const addresses = (nodes: readonly {address: string}[]) => nodes.map(({address}) => address)

  it('asks all nodes, the seed first, in the form that scripts know', async () => {
    const {exitCode, stdout, stderr} = await call('ECHO', 'a  b')
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    const [head, first, ...others] = stdout.trimEnd().split('\n')
    expect([head, first]).to.deep.equal(['>>> Calling ECHO a  b', `${seed}: a  b`])
    const rest = addresses(cluster.nodes.slice(1)).map((address) => `${address}: a  b`)
    expect(others).to.have.members(rest)
  })

  it('asks only primaries or only replicas', async () => {
    for (const [flag, role] of [
      ['--only-masters', 'master'],
      ['--only-primaries', 'master'],
      ['--only-replicas', 'slave'],
    ] as const) {
      const {exitCode, stdout} = await runCli(['call', flag, seed, 'ROLE'])
      expect(exitCode).to.equal(0)
      expect(stdout.match(/^127\.0\.0\.1:\d+: .*$/gm)?.map((line) => line.split(': ')[1])).to.deep.equal(
        Array.from({length: 3}, () => role),
      )
    }
    expect((await call('PING', '--only-replicas', '--only-primaries')).exitCode).to.equal(2)
  })

  it('accepts host and port as two words, and passes on words that look like flags', async () => {
    const {host, port} = cluster.shard(0).primary
    const apart = await runCli(['call', host, String(port), 'ECHO', '--not-ours', '--only-masters'])
    expect(apart.stdout.split('\n')[1]).to.equal(`${seed}: --not-ours`)
    expect((await call('--only-masters', '--', 'ECHO', '--json')).stdout).to.contain(`${seed}: --json\n`)
    expect((await call('ECHO', '-1')).stdout).to.contain(`${seed}: -1\n`)
  })

  it('reads the last argument from stdin with -x, and prints every byte of a reply', async () => {
    const bytes = Buffer.from([0, 1, 10, 13, 0xff, 0xc3, 0x28, 10])
    const flags = ['--only-masters', '-x']
    const {exitCode, stdoutBytes} = await runCli(['call', seed, 'ECHO', ...flags], {input: bytes})
    expect(exitCode).to.equal(0)
    const start = stdoutBytes.indexOf(`${seed}: `) + seed.length + 2
    expect(stdoutBytes.subarray(start, start + bytes.length).equals(bytes)).to.equal(true)
    const json = await runCli(['call', seed, 'ECHO', '--json', ...flags], {input: bytes})
    const {outcome} = JSON.parse(json.stdout) as Document
    expect(outcome.nodes[0]?.reply).to.deep.equal({type: 'bytes', base64: bytes.toString('base64')})
  })

  it('gives replies with their types in JSON', async () => {
    const script = 'return {1, "a", false, {}, redis.error_reply("ERR x"), redis.status_reply("OK")}'
    const {exitCode, stdout, stderr} = await call('EVAL', script, '0', '--json')
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    const {command, outcome} = JSON.parse(stdout) as Document
    expect({command, status: outcome.status}).to.deep.equal({command: 'call', status: 'done'})
    expect(addresses(outcome.nodes)).to.have.members(addresses(cluster.nodes))
    expect(outcome.nodes[0]).to.deep.include({address: seed, role: 'primary', status: 'ok'})
    expect(outcome.nodes[5]?.reply).to.deep.equal({
      type: 'array',
      items: [
        {type: 'integer', value: 1},
        {type: 'string', value: 'a'},
        {type: 'nil'},
        {type: 'array', items: []},
        {type: 'error', message: 'ERR x'},
        {type: 'string', value: 'OK'},
      ],
    })
  })

  it('prints integers of 64 bits exactly, and HGETALL in the order of the server', async () => {
    await call('SET', '{06S}n', '9223372036854775806')
    expect((await call('INCR', '{06S}n')).stdout).to.contain(`${seed}: 9223372036854775807\n`)
    await call('HSET', '{06S}h', 'b', '1', 'a', '2')
    expect((await call('hgetall', '{06S}h')).stdout).to.contain(`${seed}: b\n1\na\n2\n`)
  })

  it('exits non-zero when a node answers with an error, and names it (redis-cli exits 0)', async () => {
    const some = await call('GET', '{06S}k')
    expect(some.exitCode).to.equal(6)
    expect(some.stdout).to.contain(`${seed}: \n`)
    expect(some.stderr).to.match(/^Error: 5 of 6 nodes failed\. .*: it answered: MOVED 0 127\.0\.0\.1:\d+\n$/)
    expect(some.stderr).not.to.contain(`${seed}:`)
    const all = await call('NOSUCH')
    expect(all.exitCode).to.equal(4)
    expect(all.stdout).to.match(/: ERR unknown command .*\n\n/)
  })

  it('refuses commands that never end, and a call without a command', async () => {
    for (const [args, says] of [
      [['MONITOR'], /MONITOR cannot be called: it turns the connection into a stream/],
      [['SUBSCRIBE', 'x'], /SUBSCRIBE cannot be called/],
      [['CLIENT', 'REPLY', 'OFF'], /CLIENT REPLY cannot be called/],
      [[], /No command was given/],
      [['--nosuch', 'PING'], /Nonexistent flag: --nosuch/],
    ] as const) {
      const {exitCode, stdout, stderr} = await call(...args)
      expect({exitCode, stdout}).to.deep.equal({exitCode: 2, stdout: ''})
      expect(stderr).to.match(says)
    }
  })

  it('does not wait longer than the command timeout', async () => {
    const {exitCode, stdout, stderr, milliseconds} = await call(
      'BLPOP',
      '{06S}list',
      '0',
      '--command-timeout',
      '300',
    )
    expect(exitCode).to.equal(6)
    expect(stdout).to.contain(`${seed}: Failed!\n`)
    expect(stderr).to.contain(`${seed}: it accepted the connection but did not answer within 300 ms`)
    expect(milliseconds).to.be.below(3000)
  })

  it('exits non-zero when a node is unreachable (redis-cli exits 0)', async () => {
    const dead = cluster.replica(1)
    await dead.kill()
    const {exitCode, stdout, stderr} = await call('PING')
    expect(exitCode).to.equal(6)
    expect(stdout).to.contain(`${dead.address}: Failed!\n`)
    expect(stdout.match(/: PONG$/gm)).to.have.length(5)
    expect(stderr).to.equal(
      `Error: 1 of 6 nodes failed. ${dead.address}: connection refused: nothing listens there\n`,
    )
    expect((await call('PING', '--only-primaries')).exitCode).to.equal(0)
    const json = await call('PING', '--json')
    expect({exitCode: json.exitCode, stderr: json.stderr}).to.deep.equal({exitCode: 6, stderr: ''})
    const {outcome} = JSON.parse(json.stdout) as Document
    expect(outcome.nodes.find(({address}) => address === dead.address)).to.deep.include({
      role: 'replica',
      status: 'unreachable',
      error: 'connection refused: nothing listens there',
    })
  })

  it('exits with 5 when the seed cannot be reached', async () => {
    const {exitCode, stderr} = await runCli(['call', '127.0.0.1:1', 'PING'])
    expect(exitCode).to.equal(5)
    expect(stderr).to.contain('127.0.0.1:1')
  })
})
