import {expect} from 'chai'
import {memoryAfter, transitionsBetween} from '../../../src/checks/transitions.js'
import type {Transition} from '../../../src/domain/transition.js'
import {id, withNames} from '../../support/snapshot.js'
import {sample, type SampleOptions} from '../../support/watch.js'

type Side = string | readonly [text: string, options: SampleOptions]

function between(before: Side, after: Side): unknown[] {
  const [earlier, later] = [before, after].map((side) =>
    typeof side === 'string' ? sample(side) : sample(...side),
  )
  if (!earlier || !later) throw new TypeError('there are two samples')
  const memory = memoryAfter(undefined, earlier)
  const runs = new Map([[id('d'), 'gone'], ...memory.runs])
  return told(transitionsBetween({before: earlier, after: later, memory: {...memory, runs}}))
}

function told(transitions: readonly Transition[]): unknown[] {
  return transitions.map((one) => {
    const {node, from, to, primary, ...facts} = withNames(one) as Record<string, unknown>
    const names = Object.entries({node, from, to, primary}).flatMap(([key, place]) =>
      place === undefined ? [] : [[key, (place as {id: string}).id] as const],
    )
    return {...facts, ...Object.fromEntries(names)}
  })
}

const CLUSTER = `
  a 0-8191
  b 8192-16383
  c replica of a
  d replica of b`

describe('[U] transitions between two samples', () => {
  it('are none if nothing has changed', () => {
    expect(between(CLUSTER, CLUSTER)).to.deep.equal([])
  })

  it('are a node that is lost, with the reason, and one that is back', () => {
    const lost = CLUSTER.replace('b 8192-16383', 'b 8192-16383 down')
    expect(between(CLUSTER, lost)).to.deep.equal([
      {kind: 'node-lost', reason: 'connection refused', node: 'b'},
    ])
    expect(between(lost, CLUSTER)).to.deep.equal([{kind: 'node-back', node: 'b'}])
  })

  it('are a failover: the replica has the slots of its primary, which is not another move of slots', () => {
    const after = `
      a 0-8191
      b down fail
      c replica of a
      d 8192-16383 epoch=9`
    const before = CLUSTER.replace('b 8192-16383', 'b 8192-16383 down')
    expect(between(before, after)).to.deep.equal([
      {kind: 'promoted', ranges: [{start: 8192, end: 16_383}], node: 'd', from: 'b'},
    ])
  })

  it('are the change of roles of a switch-over', () => {
    const after = `
      a replica of c
      b 8192-16383
      c 0-8191 epoch=9
      d replica of b`
    expect(between(CLUSTER, after)).to.deep.equal([
      {kind: 'demoted', node: 'a', primary: 'c'},
      {kind: 'promoted', ranges: [{start: 0, end: 8191}], node: 'c', from: 'a'},
    ])
  })

  it('are a replica that follows another primary', () => {
    expect(between(CLUSTER, CLUSTER.replace('d replica of b', 'd replica of a'))).to.deep.equal([
      {kind: 'primary-changed', node: 'd', primary: 'a'},
    ])
  })

  it('are slots that moved, by their old and new owners', () => {
    const after = `
      a 0-8091
      b 8092-16383
      c replica of a
      d replica of b`
    expect(between(CLUSTER, after)).to.deep.equal([
      {kind: 'slots-moved', ranges: [{start: 8092, end: 8191}], from: 'a', to: 'b'},
    ])
  })

  it('are slots that nobody has any more only if two samples say so, because a move may come between readings', () => {
    const owned = sample('a 0-8191\n b 8192-16383')
    const between = sample('a 0-8190\n b 8192-16383')
    const moved = sample('a 0-8190\n b 8191-16383')
    const first = memoryAfter(undefined, owned)
    const second = memoryAfter(first, between)
    const range = [{start: 8191, end: 8191}]
    expect(told(transitionsBetween({before: owned, after: between, memory: first}))).to.deep.equal([])
    expect(told(transitionsBetween({before: between, after: moved, memory: second}))).to.deep.equal([
      {kind: 'slots-moved', ranges: range, from: 'a', to: 'b'},
    ])
    expect(told(transitionsBetween({before: between, after: between, memory: second}))).to.deep.equal([
      {kind: 'slots-moved', ranges: range, from: 'a'},
    ])
    const third = memoryAfter(second, between)
    expect(told(transitionsBetween({before: between, after: owned, memory: third}))).to.deep.equal([
      {kind: 'slots-moved', ranges: range, to: 'a'},
    ])
  })

  it('count a slot that two nodes claim for the one with the higher epoch', () => {
    const both = 'a 0-8191 epoch=1\n b 8191-16383 epoch=2'
    const done = 'a 0-8190 epoch=1\n b 8191-16383 epoch=2'
    const none = 'a 0-8191 epoch=1\n b 8192-16383 epoch=2'
    expect(between(none, both)).to.deep.equal([
      {kind: 'slots-moved', ranges: [{start: 8191, end: 8191}], from: 'a', to: 'b'},
    ])
    expect(between(both, done)).to.deep.equal([])
  })

  it('are nodes that have joined and left, but not handshakes', () => {
    const after = `
      a 0-8191
      b 8192-16383
      c replica of a
      e
      h handshake down`
    expect(between(CLUSTER, after)).to.deep.equal([
      {kind: 'node-joined', role: 'primary', node: 'e'},
      {kind: 'node-left', node: 'd'},
    ])
  })

  it('are a process that was replaced by another one', () => {
    const runs = (runId: string): SampleOptions => ({stats: (_, at) => (at === 2 ? {runId} : {})})
    expect(between([CLUSTER, runs('x')], [CLUSTER, runs('y')])).to.deep.equal([
      {kind: 'node-restarted', node: 'c'},
    ])
    expect(between([CLUSTER, runs('')], [CLUSTER, runs('y')]), 'not said before').to.deep.equal([])
    const without = CLUSTER.replace('d replica of b', 'd replica of b down')
    expect(between(without, CLUSTER), 'it was away').to.deep.equal([
      {kind: 'node-back', node: 'd'},
      {kind: 'node-restarted', node: 'd'},
    ])
  })
})
