import {mkdtemp} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {expect} from 'chai'
import {ChaosCluster, firstSlots} from '../chaos/cluster.js'
import {readCopies} from '../chaos/copies.js'
import {fillCommand, makeKeys} from '../chaos/dataset.js'
import {findLosses} from '../chaos/losses.js'
import {openPlaces} from '../chaos/places.js'
import {problemsOf, readViews} from '../chaos/views.js'
import {ask, askAll} from '../support/ask.js'
import {serverPrograms} from '../support/matrix.js'
import {randomFrom} from '../support/random.js'

/** A campaign is only as good as its oracle, so each problem that the oracle looks for is made here by hand. */
describe('chaos: what the oracle sees', () => {
  for (const name of ['Redis 7.0', 'Redis 8.6']) {
    const program = serverPrograms().find((one) => one.name === name)
    if (!program) it.skip(`of ${name}`)
    else it(`sees keys that are gone, old, foreign, astray, and open slots (${name})`, () => sees(program))
  }
})

async function sees(program: ReturnType<typeof serverPrograms>[number]): Promise<void> {
  await using places = await openPlaces(0)
  await using cluster = await ChaosCluster.start({
    program,
    topology: {primaries: 3, replicas: 0, nodeTimeoutMs: 1500, appendOnly: false, keys: 200},
    random: randomFrom(3),
    places,
    folder: await mkdtemp(join(tmpdir(), 'clustertool-oracle-')),
    unformed: false,
  })
  await cluster.waitUntilFormed()
  const [first, second] = [cluster.member(0), cluster.member(1)]
  const keys = makeKeys(
    randomFrom(4),
    200,
    cluster.primaries.map((member) => firstSlots(cluster, member)[0]),
  )
  for (const member of cluster.primaries) {
    const [from, to] = firstSlots(cluster, member)
    const own = keys.filter(({slot}) => from <= slot && slot <= to)
    await askAll(member.server, own.map(fillCommand))
  }
  const own = keys.filter(({slot, kind}) => kind === 'string' && slot <= firstSlots(cluster, first)[1])
  const [gone, old, foreign, astray] = own.map(({name}) => name)
  const look = async (): Promise<{readonly lost: readonly string[]; readonly other: readonly string[]}> => {
    const views = await readViews(cluster.everyone)
    const copies = await readCopies(views, views.slice(0, 3), keys)
    const written = {version: 5, at: 1, place: first.server.address}
    const {wrong} = findLosses({
      cluster,
      copies,
      keys,
      records: new Map([[old ?? '', {sent: 5, acknowledged: written, counted: written, unsure: []}]]),
      history: {losses: [], takeovers: []},
      strict: false,
      laterNodes: () => [],
      shards: [[0], [1], [2]],
    })
    const strays = copies.strays.map(({name, node, owned}) => `${name} on ${node}: ${owned}`)
    const hidden = copies.hidden.map(({node, keys}) => `${keys} hidden on ${node}`)
    return {
      lost: wrong.map((line) => line.split(':')[0] ?? ''),
      other: [...strays, ...hidden, ...problemsOf(views, first)],
    }
  }

  await ask(first.server, 'SET', old ?? '', `${old}=5`)
  expect(await look()).to.deep.equal({lost: [], other: []})

  await ask(first.server, 'SET', old ?? '', `${old}=4`)
  await ask(first.server, 'DEL', gone ?? '')
  await ask(first.server, 'SET', foreign ?? '', `${gone}=1`)
  const slot = keys.find(({name}) => name === astray)?.slot ?? 0
  await askAll(second.server, [
    ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', first.id],
    ['ASKING'],
    ['SET', astray ?? '', 'another'],
  ])
  const open = await look()
  expect(open.lost.toSorted()).to.deep.equal(['foreign', 'gone', 'gone'])
  expect(open.other).to.deep.equal([`${astray} on 1: differs`, 'open: node 1 has 1 open slots'])

  await ask(second.server, 'CLUSTER', 'SETSLOT', slot, 'STABLE')
  // Redis 8.4 and later count a key that has no mark any more, and do not show it.
  const left = program.name === 'Redis 8.6' ? '1 hidden on 1' : `${astray} on 1: differs`
  expect((await look()).other).to.deep.equal([left])
}
