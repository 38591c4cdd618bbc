// Kills clustertool with SIGKILL while it moves a big key in pieces, and repairs the cluster:
// npm run build, then node --import tsx --import ./test/support/state-folder.ts test/pieces/kills.ts [TRIALS] [SEED] [SERVER]
import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {Cluster, Redis} from 'ioredis'
import {isCopyName} from '../../src/redis/pieces/copy-name.js'
import {ask} from '../support/ask.js'
import {everythingOf} from '../support/big-values.js'
import {runCli} from '../support/cli.js'
import {tagOf} from '../support/fill.js'
import {serverPrograms} from '../support/matrix.js'
import {randomFrom} from '../support/random.js'
import {TestCluster} from '../support/test-cluster.js'
import type {TestServer} from '../support/test-server.js'
import {make, valuesOf} from './values.js'

const [trials = 60, seed = Date.now() % 100_000] = process.argv.slice(2, 4).map(Number)
const wanted = process.argv[4] ?? 'Redis 7.0'
const REPAIRERS = ['resume', 'fix', 'fix from another machine', 'reshard'] as const
const SMALL_KEYS = 20

const program = serverPrograms().find(({name}) => name === wanted)
if (!program) throw new Error(`${wanted} is not installed`)
const random = randomFrom(seed)
await using cluster = await TestCluster.start({count: 3, replicas: 0, server: program.path})
const [first, , third] = cluster.primaries as [TestServer, TestServer, TestServer]
const keys = valuesOf(0.05).map((value, slot) => ({slot, value, name: `{${tagOf(slot)}}big`}))
const redis = new Redis({port: first.port, protocol: 2})
for (const {slot, value, name} of keys) {
  await make(redis, name, value)
  for (let number = 0; number < SMALL_KEYS; number++) await redis.set(`{${tagOf(slot)}}${number}`, number)
}
redis.disconnect()
const client = new Cluster([{host: '127.0.0.1', port: first.port}], {redisOptions: {protocol: 2}})
client.on('error', () => undefined)

const owners = new Map<number, TestServer>(keys.map(({slot}) => [slot, first]))
const expected = new Map<string, unknown>()
for (const {name} of keys) expected.set(name, await everythingOf(first, name))
let wrong = 0
const seen = {killed: 0, during: 0}
const usual = new Map<number, number>()

for (let trial = 0; trial < trials; trial++) {
  const {slot, name, value} = keys[trial % keys.length]!
  const source = owners.get(slot)!
  const target = source === first ? third : first
  const repairer = REPAIRERS[Math.floor(trial / keys.length) % REPAIRERS.length]!
  const whole = usual.get(slot)
  const moment = whole === undefined ? undefined : 200 + random() * (whole - 200)
  const env = {XDG_STATE_HOME: await mkdtemp(join(process.env['XDG_STATE_HOME'] ?? tmpdir(), 'pieces-'))}
  const command = [
    'reshard',
    first.address,
    '--to',
    cluster.idOf(target),
    '--slot-ranges',
    String(slot),
    '--method',
    'keys',
    '--max-pause',
    '1',
    '--yes',
  ]
  const writer = trial % 2 === 1 ? startWriter(name, value.name, trial) : undefined
  const run = await runCli(command, {
    env,
    limitMs: 120_000,
    onStart: (kill) => (moment === undefined ? undefined : void setTimeout(() => kill('SIGKILL'), moment)),
  })
  usual.set(slot, Math.max(usual.get(slot) ?? 0, run.milliseconds))
  const killed = run.signal === 'SIGKILL'
  const copies = await copiesLeft()
  const bothHave = (await holders(name)).length > 1
  if (killed) seen.killed++
  if (copies > 0 || bothHave) seen.during++
  let said = ''
  if (killed) {
    const other = {XDG_STATE_HOME: await mkdtemp(join(process.env['XDG_STATE_HOME'] ?? tmpdir(), 'pieces-'))}
    const repair =
      repairer === 'reshard'
        ? await runCli(command, {env, limitMs: 120_000})
        : await runCli([repairer.split(' ')[0]!, first.address, '--yes'], {
            env: repairer === 'fix from another machine' ? other : env,
            limitMs: 120_000,
          })
    said = `${repairer} ${repair.exitCode}`
    if (repair.exitCode !== 0) said += ` ${repair.stdout}${repair.stderr}`
  }
  const added = await writer?.stop()
  const problems = await problemsOf({slot, name, added})
  if (problems.length > 0) wrong++
  const what = `${trial + 1} ${value.name}${writer ? ` under ${added?.acknowledged.length} writes` : ''}, killed ${killed ? `after ${moment?.toFixed(0)} of about ${whole?.toFixed(0)} ms` : 'not'}`
  console.log(
    `${what}, ${copies} incomplete copies, on ${bothHave ? 'both nodes' : 'one node'}; ${said}: ${problems.length === 0 ? 'nothing lost, nothing doubled' : `WRONG: ${problems.join('; ')}`}`,
  )
}
client.disconnect()
console.log(
  `seed ${seed}, ${program.name}: ${trials} trials, ${seen.killed} killed, ${seen.during} with a copy on the target; ${wrong} wrong`,
)
process.exitCode = wrong === 0 ? 0 : 1

/** Adds to the big value, and remembers what was acknowledged. */
function startWriter(name: string, kind: string, trial: number) {
  let running = true
  const acknowledged: string[] = []
  const write = async () => {
    for (let number = 0; running; number++) {
      const element = `w${trial}-${number}`
      try {
        if (kind.startsWith('hash')) await client.hset(name, element, 'x')
        else if (kind.startsWith('sorted')) await client.zadd(name, 1, element)
        else if (kind.startsWith('list')) await client.rpush(name, element)
        else if (kind.startsWith('string')) await client.append(name, `${element};`)
        else await client.xadd(name, '*', 'w', element)
        acknowledged.push(element)
      } catch {
        // Not acknowledged, so it may or may not be there.
      }
      await new Promise((done) => setTimeout(done, 300))
    }
  }
  const done = write()
  return {
    async stop() {
      running = false
      await done
      return {acknowledged}
    },
  }
}

async function problemsOf({
  slot,
  name,
  added,
}: {
  slot: number
  name: string
  added: {acknowledged: string[]} | undefined
}) {
  const problems: string[] = []
  let check = await runCli(['check', first.address, '--search-multiple-owners'], {limitMs: 60_000})
  // On a busy machine, a node may need seconds to answer.
  for (let again = 0; again < 3 && check.exitCode === 5; again++)
    check = await runCli(['check', first.address, '--search-multiple-owners'], {limitMs: 60_000})
  if (check.exitCode !== 0) problems.push(`check ${check.exitCode}: ${check.stdout}${check.stderr}`)
  const found = await holders(name)
  if (found.length !== 1) problems.push(`${found.length} nodes have the key`)
  const [owner] = found
  if (!owner) return problems
  owners.set(slot, owner)
  problems.push(...compare(name, await everythingOf(owner, name), added?.acknowledged))
  const sizes = await Promise.all(cluster.primaries.map((node) => ask(node, 'DBSIZE')))
  const all = sizes.reduce<number>((sum, size) => sum + Number(size), 0)
  if (all !== keys.length * (SMALL_KEYS + 1)) problems.push(`${all} keys`)
  const copies = await copiesLeft()
  if (copies > 0) problems.push(`${copies} copies left`)
  return problems
}

/** Without a writer, the value has to be what it was. What a writer added has to be there. */
function compare(name: string, now: unknown, added: readonly string[] | undefined): string[] {
  if (!added) return isDeepStrictEqual(now, expected.get(name)) ? [] : ['elements differ']
  const text = JSON.stringify(now)
  expected.set(name, now)
  return added.filter((element) => !text.includes(element)).map((element) => `${element} is lost`)
}

async function holders(name: string): Promise<TestServer[]> {
  const lists = await Promise.all(cluster.primaries.map((node) => ask(node, 'KEYS', name.replace('{', '{'))))
  return cluster.primaries.filter((_, at) => (lists[at] as string[]).length > 0)
}

async function copiesLeft(): Promise<number> {
  const lists = await Promise.all(cluster.primaries.map((node) => ask(node, 'KEYS', 'clustertool:copy:*')))
  return lists.flat().filter((key) => isCopyName(Buffer.from(String(key)))).length
}
