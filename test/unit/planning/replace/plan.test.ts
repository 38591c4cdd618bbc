import {expect} from 'chai'
import {nodeById} from '../../../../src/domain/snapshot.js'
import {homesOfReplacements, replaceProblems} from '../../../../src/planning/replace/homes.js'
import {planReplace} from '../../../../src/planning/replace/plan.js'
import {id, nameOf, snapshot} from '../../../support/snapshot.js'

const CLUSTER = `
  a 0-8191
  b 8192-16383
  c replica of a
  d replica of b
  e replica of b
`
const LIBRARIES = {from: undefined, functions: []}

function exchanged(lines: string, pairs: readonly (readonly [string, string])[]) {
  const now = snapshot(lines)
  const fresh = snapshot(pairs.map(([, name], at) => `${name} port=${8000 + at}`).join('\n'))
  const olds = pairs.map(([old]) => nodeById(now, id(old))!)
  const news = pairs.map(([, name]) => nodeById(fresh, id(name))!)
  const homes = homesOfReplacements(
    now,
    olds.map((old, at) => ({old, substitute: news[at]!})),
  )
  return {now, olds, news, homes}
}

/** The steps in short: `x~a` x follows a, `x>a` x takes the place of a, `-a` a is forgotten. */
function planned(pairs: readonly (readonly [string, string])[], keepRole = true, lines = CLUSTER): string {
  const {now, olds, news, homes} = exchanged(lines, pairs)
  const replacements = olds.map((old, at) => ({old, joining: {node: news[at]!, end: undefined}}))
  const {steps} = planReplace(now, replacements, {homes, libraries: LIBRARIES, keepRole})
  return steps
    .map((step) => {
      if (step.kind === 'replicate') return `${nameOf(step.node)}~${nameOf(step.primary)}`
      if (step.kind === 'switch-over') return `${nameOf(step.node)}>${nameOf(step.primary)}`
      if (step.kind === 'forget') return `-${nameOf(step.node)}`
      return step.kind === 'await-sync' ? `sync ${step.nodes.map(nameOf).join(',')}` : step.kind
    })
    .join(' ')
}

describe('[U] planReplace', () => {
  it('copies all data before a replica is forgotten', () => {
    expect(planned([['c', 'x']])).to.equal('meet x~a agree sync x -c reset agree')
  })

  it('makes the new node the primary in the place of a living one, or its best replica', () => {
    expect(planned([['a', 'x']])).to.equal('meet x~a agree sync x x>a agree -a reset agree')
    expect(planned([['a', 'x']], false)).to.equal('meet x~a agree sync x c>a agree -a reset agree')
    expect(planned([['a', 'x']], false, 'a 0-16383\nb')).to.equal(
      'meet x~a agree sync x x>a agree -a reset agree',
    )
  })

  it('does not give other replicas another home, because they follow the new primary', () => {
    expect(planned([['b', 'x']])).to.equal('meet x~b agree sync x x>b agree -b reset agree')
  })

  it('takes several at once', () => {
    expect(
      planned([
        ['a', 'x'],
        ['d', 'y'],
      ]),
    ).to.equal('meet x~a y~b agree sync x,y x>a agree -a -d reset reset agree')
  })

  it('goes to the primary with the fewest replicas in the place of a dead one without slots', () => {
    const lines = 'a down fail\nc 0-8191\nb 8192-16383\nd replica of b'
    expect(planned([['a', 'x']], true, lines)).to.equal('meet x~c agree sync x -a agree')
  })

  it('lets all nodes that stay, and the new ones, forget', () => {
    const {now, olds, news, homes} = exchanged(CLUSTER, [['a', 'x']])
    const replacements = [{old: olds[0]!, joining: {node: news[0]!, end: undefined}}]
    const {steps} = planReplace(now, replacements, {homes, libraries: LIBRARIES, keepRole: true})
    const by = steps.flatMap((step) => (step.kind === 'forget' ? step.by.map(nameOf) : []))
    expect(by).to.have.members(['b', 'c', 'd', 'e', 'x'])
  })
})

describe('[U] replaceProblems', () => {
  it('wants another owner for the slots of a dead primary', () => {
    const now = snapshot('a 0-8191 down fail\nb 8192-16383\nc replica of a')
    const codes = (name: string) => replaceProblems([nodeById(now, id(name))!]).map(({code}) => code)
    expect(codes('a')).to.deep.equal(['owner-down'])
    expect(codes('b')).to.deep.equal([])
    expect(codes('c')).to.deep.equal([])
  })
})
