import {expect} from 'chai'
import {runChecks} from '../../../../src/checks/index.js'
import type {Move} from '../../../../src/domain/move.js'
import type {NodeId} from '../../../../src/domain/node.js'
import type {Plan} from '../../../../src/domain/plan.js'
import type {FixConsent} from '../../../../src/domain/repair.js'
import {formatRanges} from '../../../../src/domain/slot.js'
import type {ClusterSnapshot} from '../../../../src/domain/snapshot.js'
import {type FixEvidence, planFix} from '../../../../src/planning/fix/plan.js'
import {id, snapshot, withNames} from '../../../support/snapshot.js'

const NONE: FixConsent = {withoutLostPrimaries: false, loseData: false}

type Wishes = {
  /** Keys as `a: {5: 3}`. */
  readonly keys?: Readonly<Record<string, Readonly<Record<number, number>>>>
  readonly intents?: readonly Move[]
  readonly atomic?: FixEvidence['atomic']
  readonly more?: Pick<FixEvidence, 'hiding' | 'outsiders' | 'kin'>
  readonly consent?: Partial<FixConsent>
}

function plan(
  cluster: ClusterSnapshot,
  {keys = {}, intents = [], atomic = new Map(), consent, more}: Wishes = {},
): Plan {
  const counts = new Map(
    Object.entries(keys).map(([name, slots]) => [
      id(name),
      new Map(Object.entries(slots).map(([slot, count]) => [Number(slot), count])),
    ]),
  )
  const evidence = {findings: runChecks(cluster), keys: counts, intents, atomic, ...more}
  return planFix(cluster, evidence, {...NONE, ...consent})
}

/** Steps as short text, without waiting: `close a,b 5`, `claim a 5`, `move a>b 5`. */
function shown({steps}: Plan): string[] {
  return steps.flatMap((step): string[] => {
    const named = withNames(step) as Record<string, string> & typeof step
    switch (step.kind) {
      case 'agree':
        return []
      case 'close-slots': {
        const nodes = (withNames([...step.marked, ...(step.owner ? [step.owner] : [])]) as string[]).join()
        return [`close ${nodes} ${formatRanges(step.ranges)}`]
      }
      case 'claim-slots':
        return [`claim ${named['node']} ${formatRanges(step.ranges)}`]
      case 'migrate-slots':
        return [`move ${named['source']}>${named['target']} ${formatRanges(step.ranges)}`]
      case 'adopt-keys':
        return [`adopt ${named['source']}>${named['target']} ${formatRanges(step.ranges)}`]
      default:
        return [[step.kind, named['node'], named['primary']].filter(Boolean).join(' ')]
    }
  })
}

describe('[U] plan of fix', () => {
  it('is empty for a healthy cluster', () => {
    expect(plan(snapshot('a 0-8191\nb 8192-16383')).steps).to.deep.equal([])
  })

  it('closes slots first, then assigns owners, then moves keys pair by pair, then moves stray keys', () => {
    const cluster = snapshot(`
      a 0-99,102-8191 [1->-b] [2->-b] [3->-c]
      b 8192-16383 [1-<-a] [2-<-a]
      c [3-<-a]
    `)
    const keys = {a: {1: 5, 2: 5, 3: 5, 100: 2}, b: {2: 1, 4: 1}, c: {3: 1}}
    const made = plan(cluster, {keys})
    expect(shown(made)).to.deep.equal([
      'close b,a 1',
      'claim a 100',
      'claim a 101',
      'move a>b 2',
      'move a>c 3',
      'adopt b>a 4',
    ])
    const moves = made.steps.flatMap((step, at) =>
      step.kind === 'migrate-slots' ? [{at, after: step.after}] : [],
    )
    expect(moves[1]?.after).to.deep.equal([moves[0]?.at])
    expect(made.reasons?.filter(Boolean)).to.deep.equal([
      'close-move',
      'unowned-keys',
      'unowned-empty',
      'finish-move',
      'finish-move',
      'orphan-keys',
    ])
  })

  it('gives slots without an owner away in contiguous pieces, first to the primaries with the fewest', () => {
    const cluster = snapshot('a 0-4999\nb 5000-5999\nc 6000-6999')
    expect(shown(plan(cluster))).to.deep.equal([
      'claim a 7000-7461',
      'claim b 7462-11922',
      'claim c 11923-16383',
    ])
    expect(shown(plan(snapshot('a\nb\nc')))).to.deep.equal([
      'claim a 0-5461',
      'claim b 5462-10922',
      'claim c 10923-16383',
    ])
  })

  it('lets replicas take over first, and plans the rest afterwards', () => {
    const cluster = snapshot(`
      a 0-8191 [5->-b]
      b 8192-16383 down fail
      c replica of b offset=10
      d replica of b offset=20
    `)
    expect(shown(plan(cluster))).to.deep.equal(['failover d b'])
  })

  it('waits for atomic moves first', () => {
    const cluster = snapshot('a 0-8190\nb 8192-16383')
    const atomic = new Map<NodeId, 'atomic-redis'>([[id('b'), 'atomic-redis']])
    expect(shown(plan(cluster, {atomic}))).to.deep.equal(['end-atomic b'])
  })

  it('lets a replica take over without votes only if the user agreed to that', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383 down fail\nc replica of b')
    const failoverOf = (consent?: Partial<FixConsent>) => plan(cluster, consent && {consent}).steps[0]
    const ids = {kind: 'failover', node: id('c'), primary: id('b')}
    expect(failoverOf()).to.deep.equal(ids)
    expect(failoverOf({withoutLostPrimaries: true})).to.deep.equal({...ids, withoutVotes: true})
  })

  it('reveals hidden keys before it decides about slots', () => {
    const cluster = snapshot('a 0-8190\nb 8192-16383')
    expect(shown(plan(cluster, {more: {hiding: [id('b')]}}))).to.deep.equal(['reveal-keys b'])
  })

  it('does not give away slots of a node that the cluster does not know', () => {
    const cluster = snapshot('a 0-8189\nb 8192-16383')
    const outsiders = [{id: id('x'), address: '10.9.9.9:7000', ranges: [{start: 8190, end: 8190}]}]
    const made = plan(cluster, {more: {outsiders}, consent: {withoutLostPrimaries: true}})
    expect(shown(made)).to.deep.equal(['claim a 8191'])
    expect(made.cautions?.[0]?.message).to.match(
      /no node owns slot 8190\. 10\.9\.9\.9:7000 claims them .*, but no node/,
    )
  })

  it('considers a node the heir of a lost one only if it was its replica', () => {
    const cluster = snapshot('a 0-8191 [5->-b]\nb down fail\nc 8192-16383')
    const keys = {a: {5: 2}, c: {5: 1}}
    expect(shown(plan(cluster, {keys, more: {kin: [[id('b'), id('c')]]}}))).to.deep.equal(['move a>c 5'])
    expect(plan(cluster, {keys}).cautions?.map(({code}) => code)).to.deep.equal(['mark-to-lost-node'])
  })

  it('says what it does not repair, and what is lost if the user agrees', () => {
    const cluster = snapshot('a 0-8191\nb 8192-16383 down fail')
    const left = plan(cluster)
    expect(left.steps).to.deep.equal([])
    expect(left.cautions?.map(({code}) => code)).to.deep.equal(['owner-lost'])
    expect(left.cautions?.[0]?.message).to.match(
      /^No safe remedy: slots 8192-16383 belong to .*, which is dead/,
    )
    const given = plan(cluster, {consent: {withoutLostPrimaries: true}})
    expect(shown(given)).to.deep.equal(['claim a 8192-16383'])
    expect(given.cautions?.[0]?.message).to.match(/^Keys of slots 8192-16383 that exist only on .* are lost/)
  })

  it('merges the slots of two owners before nodes hear of each other', () => {
    const cluster = snapshot('a 0-8191 epoch=5\nb 8191-16383 epoch=7', {
      views: {a: 'b unknown', b: 'a unknown'},
    })
    const steps = shown(plan(cluster, {keys: {a: {8191: 2}, b: {8191: 1}}}))
    expect(steps).to.deep.equal([
      'adopt a>b 8191',
      'meet',
      'claim a 0-8190',
      'claim b 8191',
      'claim b 8192-16383',
    ])
    const moving = snapshot('a 0-8191 epoch=5\nb 8191-16383 epoch=7 [8191->-a]', {
      views: {a: 'b unknown', b: 'a unknown'},
    })
    expect(shown(plan(moving, {keys: {a: {8191: 2}}})).slice(0, 2)).to.deep.equal([
      'close b 8191',
      'adopt a>b 8191',
    ])
  })

  it('attaches replicas of a replica, or without a primary, unless keys would be lost', () => {
    const chain = snapshot('a 0-16383\nb replica of a\nc replica of b')
    expect(shown(plan(chain))).to.deep.equal(['replicate c a'])
    const empty = snapshot('a 0-16383\nb replica of x keys=0')
    expect(shown(plan(empty))).to.deep.equal(['replicate b a'])
    const full = snapshot('a 0-16383\nb replica of x keys=9')
    expect(plan(full).steps).to.deep.equal([])
    expect(plan(full).cautions?.map(({code}) => code)).to.deep.equal(['replica-without-primary'])
    expect(shown(plan(full, {consent: {loseData: true}}))).to.deep.equal(['replicate b a'])
  })

  it('clears marks that replicas have from their primary, and makes equal epochs different', () => {
    expect(shown(plan(snapshot('a 0-8191\nb 8192-16383\nc replica of a [5->-b]')))).to.deep.equal([
      'close a 5',
    ])
    expect(shown(plan(snapshot('a 0-8191 epoch=4\nb 8192-16383 epoch=4')))).to.deep.equal(['bump-epoch b'])
  })

  it('moves the stray keys of a node to their owner before its last slot is moved', () => {
    const moving = snapshot('a 5 [5->-b]\nb 0-4,6-8191 [5-<-a]\nc 8192-16383')
    expect(shown(plan(moving, {keys: {a: {9000: 2}, b: {5: 1}}}))).to.deep.equal(['adopt a>c 9000'])
    expect(shown(plan(moving, {keys: {b: {5: 1}}}))).to.deep.equal(['move a>b 5'])
    const richer = snapshot('a 5-6 [5->-b]\nb 0-4,7-8191 [5-<-a]\nc 8192-16383')
    expect(shown(plan(richer, {keys: {a: {9000: 2}, b: {5: 1}}}))).to.deep.equal([
      'move a>b 5',
      'adopt a>c 9000',
    ])
  })

  it('moves them before the node gives up its last slot, and introduces no nodes until then', () => {
    const twice = snapshot('a 5 epoch=1\nb 0-8191 epoch=2\nc 8192-16383 epoch=3\nd keys=3', {
      views: {a: 'd unknown', b: 'd unknown'},
    })
    expect(shown(plan(twice, {keys: {a: {5: 1, 9000: 2}}}))).to.deep.equal(['adopt a>c 9000'])
    expect(shown(plan(twice, {keys: {a: {5: 1}}}))).to.include.members(['adopt a>b 5', 'meet'])
  })

  it('introduces nodes that are needed to all others, and completes forgetting', () => {
    const stranger = snapshot('a 0-8191\nb 8192-16383\nc keys=3', {views: {a: 'c unknown', b: 'c unknown'}})
    expect(shown(plan(stranger))).to.deep.equal(['meet'])
    const leaving = snapshot('a 0-8191\nb 8192-16383\nc down fail', {views: {a: 'c unknown'}})
    expect(shown(plan(leaving))).to.deep.equal(['forget c'])
  })
})
