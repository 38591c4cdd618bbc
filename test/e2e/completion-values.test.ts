import {execFileSync} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, writeFile} from 'node:fs/promises'
import {type AddressInfo, createServer} from 'node:net'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect} from 'chai'
import {ProfileTrial, SECRET} from '../support/profile-trial.js'
import {pathWithProgram, Shell, skipWithout} from '../support/shell.js'

const FISH = fileURLToPath(new URL('../../completions/clustertool.fish', import.meta.url))

describe('[E] completion of what this machine knows', () => {
  let trial: ProfileTrial
  let env: Readonly<Record<string, string>>
  /** Ids of the nodes of prod, and of the operation on it. */
  let ids: readonly string[]
  let operation: string

  before(async () => {
    trial = await ProfileTrial.start()
    const bin = join(trial.folder, 'bin')
    await mkdir(bin)
    env = {...trial.env, PATH: await pathWithProgram(bin)}
    ids = trial.cluster.idsOf(trial.cluster.primaries)
    const [plainFrom, plainTo] = trial.plain.idsOf(trial.plain.primaries)
    for (const [profile, from, to] of [
      ['@plain', plainFrom, plainTo],
      ['@prod', ids[0], ids[1]],
    ] as const) {
      const {exitCode, stderr} = await trial.run(
        `reshard ${profile} --from ${from} --to ${to} --slots 1 --yes`,
      )
      expect(exitCode, stderr).to.equal(0)
    }
    ;[operation = ''] = words(await complete('operation'))
  })
  after(() => trial[Symbol.asyncDispose]())
  beforeEach(() => trial.configure())

  async function complete(...args: readonly string[]): Promise<string> {
    const {exitCode, stdout, stderr} = await trial.run(['complete', ...args].join(' '))
    expect({exitCode, stderr}).to.deep.equal({exitCode: 0, stderr: ''})
    expect(stdout).not.to.contain(SECRET)
    return stdout
  }

  /** The beginning of an address that only one of those that are offered has. */
  function begun(address: string): string {
    const nodes = [...trial.plain.shards, ...trial.cluster.shards].map(({primary}) => primary.address)
    const others = [trial.seed, trial.dead, ...nodes].filter((other) => other !== address)
    const lengths = [address.length - 2, address.length - 1]
    const start = lengths.find(
      (length) => !others.some((other) => other.startsWith(address.slice(0, length))),
    )
    return address.slice(0, start)
  }

  /** Lines that are begun, and how each shell ends them. */
  function cases(): readonly (readonly [string, string])[] {
    const [id = '', other = ''] = ids
    return [
      ['check @pr', '@prod'],
      ['profile show pl', 'plain'],
      [`check ${begun(trial.seed)}`, trial.seed],
      [`check ${trial.seed},${begun(trial.dead)}`, `${trial.seed},${trial.dead}`],
      ['apply plan.json @pl', '@plain'],
      [`reshard @prod --from ${id.slice(0, 20)}`, id],
      [`reshard @prod --to=${id.slice(0, 20)}`, `--to=${id}`],
      [`reshard @prod --from ${id},${other.slice(0, 20)}`, `${id},${other}`],
      [`del-node @prod --pass a ${id} ${other.slice(0, 20)}`, other],
      [`add-node x:1 @prod --primary-id ${id.slice(0, 20)}`, id],
      ['import @plain --from @pr', '@prod'],
      [`undo @prod --operation ${operation.slice(0, -1)}`, operation],
      ['control pau', 'pause'],
      ['control 4711 res', 'resume'],
      ['control set rate=1keys/s max', 'max-pause='],
      [`history @prod --dismiss=${operation.slice(0, -1)}`, `--dismiss=${operation}`],
    ]
  }

  for (const name of ['bash', 'zsh'] as const) {
    it(`is offered by ${name}`, async function () {
      skipWithout(this, name)
      await using shell = await Shell.start(name, env)
      for (const [line, end] of cases()) {
        const before = line.split(' ').slice(0, -1)
        expect(await shell.completed(`clustertool ${line}`)).to.deep.equal(['clustertool', ...before, end])
      }
      expect(shell.screen).not.to.contain(SECRET)
    })
  }

  it('is offered by fish', function () {
    skipWithout(this, 'fish')
    for (const [line, end] of cases()) {
      const script = 'source $argv[1]; complete --do-complete $argv[2]'
      const output = execFileSync('fish', ['--no-config', '-c', script, FISH, `clustertool ${line}`], {
        encoding: 'utf8',
        env: {...process.env, ...env},
      })
      expect(words(output), line).to.deep.equal([end])
      expect(output).not.to.contain(SECRET)
    }
  })

  it('names nodes of the cluster of the command line, and of all without one that is known', async () => {
    const plain = trial.plain.shards.map(({primary}) => primary.address)
    const plainIds = trial.plain.idsOf(trial.plain.primaries)
    expect(words(await complete('member', '', '@plain'))).to.have.members([...plain, ...plainIds])
    expect(words(await complete('member', '', plain[1] ?? ''))).to.have.members([...plain, ...plainIds])
    expect(words(await complete('member')).filter((word) => !word.includes(':'))).to.have.members([
      ...ids,
      ...plainIds,
    ])
    expect(words(await complete('operation', '', '@plain'))).to.have.length(1)
    expect(await complete('operation', operation)).to.match(
      new RegExp(String.raw`^${operation}\treshard on \S+, done\n$`),
    )
  })

  it('says nothing about what cannot be read, and offers the rest', async () => {
    await trial.configure(`password = "${SECRET}"`, 'no TOML')
    expect(await complete('profile')).to.equal('')
    expect(words(await complete('node'))).to.include(trial.plain.shard(0).primary.address)
    await trial.configure(`seed = "${SECRET}"`)
    expect(await complete('profile', 'pr')).to.equal('prod\tcannot be used\n')
    expect(await complete('node', `redis://:${SECRET}@127.0.0.1:1,`)).to.equal('')
    const damaged = join(trial.state, 'clustertool', '9999-reshard-1-0.jsonl')
    for (const text of ['', '{"type":"begun"', '{}\n', `${SECRET}\n`]) {
      await writeFile(damaged, text)
      expect(words(await complete('operation'))).to.have.length(2)
    }
  })

  it('connects to nobody', async () => {
    let connections = 0
    const server = createServer(() => connections++).listen(0, '127.0.0.1')
    try {
      await once(server, 'listening')
      const seed = `127.0.0.1:${(server.address() as AddressInfo).port}`
      await writeFile(trial.config, `[profiles.one]\nseeds = ["${seed}"]\n`)
      expect(await complete('node', '@')).to.equal(`@one\tprofile: ${seed}\n`)
      await complete('member', '', seed)
      expect(connections).to.equal(0)
    } finally {
      server.close()
    }
  })

  it('knows only these kinds', async () => {
    const {exitCode, stderr} = await trial.run('complete everything')
    expect(exitCode).to.equal(2)
    expect(stderr).to.contain('There is no command "complete".')
  })
})

function words(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] ?? '')
}
