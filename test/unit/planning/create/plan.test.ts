import {expect} from 'chai'
import type {Step} from '../../../../src/domain/step.js'
import {formatRanges} from '../../../../src/domain/slot.js'
import {planCreate} from '../../../../src/planning/create/plan.js'
import {createProblems} from '../../../../src/planning/create/problems.js'
import {id, nameOf} from '../../../support/snapshot.js'
import {randomNumbers} from '../random.js'
import {apply, emptyWorld, layoutOf, nodesOf, readingsOf, type World} from './world.js'

const FULL = `
  assign a 0-5460, assign b 5461-10922, assign c 10923-16383,
  epoch a 1, epoch b 2, epoch c 3, epoch d 4, epoch e 5, epoch f 6,
  meet abcdef, replicate e of a, replicate f of b, replicate d of c, agree abcdef`

describe('[U] planCreate', () => {
  it('plans all steps for empty nodes, epochs in the order of arguments', () => {
    expect(describePlan(emptyWorld('a b c d e f'), 1)).to.equal(FULL.trim().replace(/\s*\n\s*/g, ' '))
  })

  it('plans nothing for the finished cluster', () => {
    expect(describePlan(finished(), 1)).to.equal('')
  })

  it('plans nothing for the finished cluster of one node', () => {
    const world = emptyWorld('a')
    for (const step of stepsFor(world, 0)) apply(world, step)
    expect(describePlan(world, 0)).to.equal('')
  })

  it('does not set the epoch of a node that has one, or cannot get one because it knows others', () => {
    const world = emptyWorld('a b c')
    world.get('a')!.epoch = 9
    world.get('b')!.knows.add('c')
    expect(describePlan(world, 0))
      .to.contain('epoch c 3')
      .and.not.contain('epoch a')
      .and.not.contain('epoch b')
  })

  it('meets again when one node does not know one other', () => {
    const world = finished()
    world.get('e')!.knows.delete('b')
    expect(describePlan(world, 1)).to.equal('meet abcdef, agree abcdef')
  })

  it('attaches a replica that is still a primary', () => {
    const world = finished()
    world.get('e')!.primary = undefined
    expect(describePlan(world, 1)).to.equal('replicate e of a, agree abcdef')
  })

  const UNSETTLED: Readonly<Record<string, (world: World) => void>> = {
    'a node reports cluster_state fail': (world) => (world.get('b')!.words = 'state=fail'),
    'a view lags behind': (world) => world.get('b')!.stale.add('e'),
    'a replica has no link': (world) => (world.get('e')!.words = 'link=down'),
    'a node is suspected': (world) => (world.get('e')!.words = 'fail?'),
  }
  for (const [what, spoil] of Object.entries(UNSETTLED)) {
    it(`waits for agreement when ${what}`, () => {
      const world = finished()
      spoil(world)
      expect(describePlan(world, 1)).to.equal('agree abcdef')
    })
  }

  it('waits for agreement when one view has the wrong slots, or the wrong primary of a replica', () => {
    const nodes = nodesOf(finished())
    const shards = layoutOf(nodes, 1)
    for (const [about, wrong] of [
      ['c', {slots: []}],
      ['e', {primaryId: id('b')}],
    ] as const) {
      const spoiled = nodes.map((node) => ({
        ...node,
        view: node.view.map((line) => (line.id === id(about) ? {...line, ...wrong} : line)),
      }))
      expect(planCreate(spoiled, shards).steps.map(describeStep)).to.deep.equal(['agree abcdef'])
    }
  })

  it('meets again when a node lost the address of another', () => {
    const world = finished()
    world.get('e')!.words = 'noaddr'
    expect(describePlan(world, 1)).to.equal('meet abcdef, agree abcdef')
  })

  it('counts a replica that is syncing as attached', () => {
    const world = finished()
    world.get('e')!.words = 'link=down syncing'
    expect(describePlan(world, 1)).to.equal('')
  })

  it('carries the warnings of the layout', () => {
    const nodes = nodesOf(emptyWorld('a b c')).map((node) => ({...node, host: 'same'}))
    expect(planCreate(nodes, layoutOf(nodes, 0)).warnings.map(({code}) => code)).to.deep.equal([
      'majority-in-one-place',
    ])
  })

  it('warns of versions and settings that differ', () => {
    const nodes = nodesOf(emptyWorld('a b c')).map((node, index) => ({
      ...node,
      info: node.info && {...node.info, version: index === 0 ? '6.0.16' : '7.0.15'},
      config: {
        nodeTimeoutMs: index === 0 ? 5000 : 15_000,
        requireFullCoverage: true,
        migrationBarrier: 1,
        allowReplicaMigration: undefined,
      },
    }))
    expect(planCreate(nodes, layoutOf(nodes, 0)).warnings.map(({code}) => code)).to.deep.equal([
      'versions-mixed',
      'settings-differ',
    ])
  })

  it('finishes a create that was killed at any step, and finds no problems', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomNumbers(seed * 31_337)
      const world = emptyWorld('a b c d e f g')
      dieSomewhere(world, random)
      const context = `seed ${seed}`
      expect(problemsOf(world), context).to.deep.equal([])
      for (const step of stepsFor(world, 1)) apply(world, step)
      expect(stepsFor(world, 1), context).to.deep.equal([])
      expect(problemsOf(world), context).to.deep.equal([])
    }
  })
})

function finished(): World {
  const world = emptyWorld('a b c d e f')
  for (const step of stepsFor(world, 1)) apply(world, step)
  return world
}

/** Steps between barriers run in parallel, so each of them may be done or not; a meet or agree may be done in part. */
function dieSomewhere(world: World, random: (limit: number) => number): void {
  const stages = [['assign-slots', 'set-epoch'], ['meet'], ['replicate'], ['agree']]
  const last = random(stages.length)
  const steps = stepsFor(world, 1)
  for (const [stage, kinds] of stages.slice(0, last + 1).entries()) {
    for (const step of steps.filter(({kind}) => kinds.includes(kind))) {
      const whole = stage < last
      if (whole || stage % 2 === 1 || random(2) === 0) apply(world, step, () => whole || random(2) === 0)
    }
  }
}

function problemsOf(world: World) {
  const shards = layoutOf(nodesOf(world), 1)
  return createProblems(readingsOf(world), {replicasPerPrimary: 1, allowFewerPrimaries: false, shards})
}

function stepsFor(world: World, replicas: number): readonly Step[] {
  const nodes = nodesOf(world)
  return planCreate(nodes, layoutOf(nodes, replicas)).steps
}

function describePlan(world: World, replicas: number): string {
  return stepsFor(world, replicas).map(describeStep).join(', ')
}

function describeStep(step: Step): string {
  if (step.kind === 'assign-slots') return `assign ${nameOf(step.node)} ${formatRanges(step.ranges)}`
  if (step.kind === 'set-epoch') return `epoch ${nameOf(step.node)} ${step.epoch}`
  if (step.kind === 'replicate') return `replicate ${nameOf(step.node)} of ${nameOf(step.primary)}`
  if (step.kind === 'meet' || step.kind === 'agree') return `${step.kind} ${step.nodes.map(nameOf).join('')}`
  return step.kind
}
