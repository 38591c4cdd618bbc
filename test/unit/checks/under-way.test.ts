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
  it('keeps all findings when no command is running', () => {
    expect(explainByChanges(MOVING, runChecks(MOVING), [])).to.deep.equal(runChecks(MOVING))
    expect(told(MOVING, []).left).to.deep.equal(['slots-open', 'slots-open', 'views-disagree'])
  })

  it('replaces findings that a move causes by one about the move, with its progress', () => {
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

  it('says what the command says about itself', () => {
    const control = {state: 'stopping', hold: {kind: 'servers'}, moves: []} as const
    expect(told(MOVING, [{...known, control}]).change).to.deep.include({control})
    expect(told().change).to.deep.include({control: undefined})
  })

  it('attributes every open slot to a move that runs on another machine', () => {
    const {left, change} = told(MOVING, [elsewhere])
    expect(left).to.deep.equal([])
    expect(change).to.deep.include({progress: undefined})
  })

  it('keeps open slots that are not in the plan of the move', () => {
    const other = snapshot('a 0-99 [93->-b] [5->-b]\nb 100-16383\nc')
    expect(told(other).left).to.deep.equal(['slots-open'])
    const third = snapshot('a 0-99 [93->-c]\nb 100-16383\nc')
    expect(told(third).left).to.deep.equal(['slots-open'])
    const back = snapshot('a 0-99\nb 100-16383 [93->-a]\nc')
    expect(told(back).left).to.deep.equal(['slots-open'])
  })

  it('keeps a view that names no owner, or another node', () => {
    const cluster = snapshot('a 0-99\nb 100-16383\nc\nd', {views: {d: 'a 0-92,94-99\nc 93'}})
    expect(told(cluster).left).to.deep.equal(['views-disagree'])
    const nobody = snapshot('a 0-99\nb 100-16383\nc\nd', {views: {d: 'a 0-92,94-99'}})
    expect(told(nobody).left).to.deep.equal(['views-disagree'])
  })

  it('treats marks that a replica has from its primary as marks of the primary', () => {
    const cluster = snapshot('a 0-99\nb 100-16383\nc replica of a [93->-b]')
    expect(told(cluster).left).to.deep.equal([])
  })

  it('keeps all findings during a repair, or a command that moves no slots', () => {
    for (const command of ['fix', 'add-node', 'import']) {
      const change = {...elsewhere, presence: {...presence, command}}
      expect(told(MOVING, [change]).left, command).to.have.length(3)
    }
  })

  it('keeps findings of other kinds', () => {
    const cluster = snapshot('a 0-98 [93->-b]\nb 100-16383\nc replica of a link=down')
    const codes = explainByChanges(cluster, runChecks(cluster), [known]).map(({code}) => code)
    expect(codes).to.include.members(['slots-uncovered', 'replication-broken', 'change-under-way'])
    expect(codes).not.to.include('slots-open')
  })
})
