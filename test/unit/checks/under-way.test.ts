import {expect} from 'chai'
import {runChecks} from '../../../src/checks/index.js'
import {explainByChanges, type UnderWay} from '../../../src/checks/under-way.js'
import type {FindingCode} from '../../../src/domain/finding.js'
import {id, snapshot, withNames} from '../../support/snapshot.js'

const presence = {command: 'reshard', host: 'vm', pid: 7, startedAt: Date.UTC(2026, 0, 1)}
const work = {moves: [{source: id('a'), target: id('b'), ranges: [{start: 90, end: 99}]}], movedSlots: 3}
const known: UnderWay = {presence, suspended: false, work}
const elsewhere: UnderWay = {presence, suspended: false, work: undefined}

const MOVING = snapshot('a 0-99 [93->-b] [94->-b]\nb 100-16383 [93-<-a]\nc', {
  views: {c: 'a 0-92,94-99\nb 93,100-16383'},
})
const CODES: readonly FindingCode[] = ['slots-open', 'views-disagree']

function told(cluster = MOVING, changes: readonly UnderWay[] = [known]) {
  const findings = explainByChanges(cluster, runChecks(cluster), changes)
  return {
    left: findings.map(({code}) => code).filter((code) => CODES.includes(code)),
    change: withNames(findings.find(({code}) => code === 'change-under-way')),
  }
}

describe('[U] explainByChanges', () => {
  it('leaves findings alone where nobody is at work', () => {
    expect(explainByChanges(MOVING, runChecks(MOVING), [])).to.deep.equal(runChecks(MOVING))
    expect(told(MOVING, []).left).to.deep.equal(['slots-open', 'slots-open', 'views-disagree'])
  })

  it('takes what a move brings about for a part of it, and tells how far it is', () => {
    const {left, change} = told()
    expect(left).to.deep.equal([])
    expect(change).to.deep.include({
      ranges: [{start: 93, end: 94}],
      command: 'reshard',
      pid: 7,
      startedAt: '2026-01-01T00:00:00.000Z',
      progress: {moved: 3, total: 10},
    })
  })

  it('believes of a move on another machine that every open slot is its own', () => {
    const {left, change} = told(MOVING, [elsewhere])
    expect(left).to.deep.equal([])
    expect(change).to.deep.include({progress: undefined})
  })

  it('does not explain open slots of others, with the right plan in hand', () => {
    const other = snapshot('a 0-99 [93->-b] [5->-b]\nb 100-16383\nc')
    expect(told(other).left).to.deep.equal(['slots-open'])
    const third = snapshot('a 0-99 [93->-c]\nb 100-16383\nc')
    expect(told(third).left).to.deep.equal(['slots-open'])
    const back = snapshot('a 0-99\nb 100-16383 [93->-a]\nc')
    expect(told(back).left).to.deep.equal(['slots-open'])
  })

  it('does not explain a view that names nobody, or somebody else', () => {
    const cluster = snapshot('a 0-99\nb 100-16383\nc\nd', {views: {d: 'a 0-92,94-99\nc 93'}})
    expect(told(cluster).left).to.deep.equal(['views-disagree'])
    const nobody = snapshot('a 0-99\nb 100-16383\nc\nd', {views: {d: 'a 0-92,94-99'}})
    expect(told(nobody).left).to.deep.equal(['views-disagree'])
  })

  it('takes marks that a replica has from its primary for those of its primary', () => {
    const cluster = snapshot('a 0-99\nb 100-16383\nc replica of a [93->-b]')
    expect(told(cluster).left).to.deep.equal([])
  })

  it('does not take a repair, or a command that moves nothing, for the reason of what is wrong', () => {
    for (const command of ['fix', 'add-node', 'import']) {
      const change = {...elsewhere, presence: {...presence, command}}
      expect(told(MOVING, [change]).left, command).to.have.length(3)
    }
  })

  it('leaves all other findings', () => {
    const cluster = snapshot('a 0-98 [93->-b]\nb 100-16383\nc replica of a link=down')
    const codes = explainByChanges(cluster, runChecks(cluster), [known]).map(({code}) => code)
    expect(codes).to.include.members(['slots-uncovered', 'replication-broken', 'change-under-way'])
    expect(codes).not.to.include('slots-open')
  })
})
