import {expect} from 'chai'
import type {Operation} from '../../../src/domain/operation.js'
import {judgeOperations} from '../../../src/planning/standing.js'
import {movedAgainBy, undoableOf} from '../../../src/planning/take-back.js'
import {chooseUnfinished, mayHaveLeftKeys} from '../../../src/planning/take-up.js'
import {A, B, C, D, move, operation} from './operation-fixture.js'

const KILLED = {status: 'unfinished'} as const
const AWAY = {moved: [{start: 0, end: 99}], open: [], unmoved: [], keys: 0, bytes: 0, longestPauseMs: 0}

function choose(operations: readonly Operation[], wanted?: string, running: readonly string[] = []) {
  const choice = chooseUnfinished(judgeOperations(operations, new Set(running)), wanted)
  const chosen =
    'taken' in choice ? choice.taken.operation : 'operation' in choice ? choice.operation : undefined
  return [choice.kind, chosen?.id]
}

describe('[U] the operation that is resumed', () => {
  it('is the last one that was interrupted', () => {
    const first = operation('reshard', [move(A, B, 0, 99)], KILLED)
    const last = operation('reshard', [move(A, C, 100, 199)], {status: 'incomplete'})
    expect(choose([first, last])).to.deep.equal(['take', last.id])
  })

  it('is found also after attempts to resume it, and repairs', () => {
    const first = operation('reshard', [move(A, B, 0, 99)], KILLED)
    const again = operation('resume', [move(A, B, 0, 99)], {...KILLED, of: first.id})
    const repair = operation('fix', [move(A, B, 0, 9)], {of: first.id})
    expect(choose([first, again, repair])).to.deep.equal(['take', first.id])
  })

  it('is not one that another one followed, unless it is named', () => {
    const first = operation('reshard', [move(A, B, 0, 99)], KILLED)
    const later = operation('reshard', [move(C, D, 12_000, 12_001)])
    expect(choose([first, later])).to.deep.equal(['followed', first.id])
    expect(choose([first, later], first.id)).to.deep.equal(['take', first.id])
  })

  it('is not one that a later one superseded, unless it is named', () => {
    const first = operation('reshard', [move(A, B, 0, 99)], KILLED)
    const later = operation('rebalance', [move(B, A, 0, 50)])
    const judged = judgeOperations([first, later], new Set())
    expect(chooseUnfinished(judged, undefined)).to.deep.equal({kind: 'none', over: judged[0]})
    expect(choose([first, later], first.id)).to.deep.equal(['take', first.id])
  })

  it('does not exist while one is running', () => {
    const first = operation('reshard', [move(A, B, 0, 99)], KILLED)
    const last = operation('reshard', [move(A, C, 100, 199)], KILLED)
    expect(choose([first, last], undefined, [first.id])).to.deep.equal(['running', first.id])
    expect(choose([first, last], last.id, [first.id])).to.deep.equal(['running', first.id])
  })

  it('is not one that has ended, or that does not exist', () => {
    const done = operation('reshard', [move(A, B, 0, 99)])
    expect(choose([done])).to.deep.equal(['none', undefined])
    expect(choose([done], done.id)).to.deep.equal(['ended', done.id])
    expect(choose([done], 'x')).to.deep.equal(['unknown', undefined])
  })
})

describe('[U] the operation that is undone', () => {
  const moved = (of?: string) =>
    ({of, results: [{index: 0, status: 'done', move: {method: 'keys', ...AWAY}}]}) as const

  it('is the last one that moved slots; one whose slots were moved again is reported', () => {
    const first = operation('reshard', [move(A, B, 0, 99)], moved())
    const later = operation('reshard', [move(B, C, 0, 99)], moved())
    const judged = judgeOperations([first, later], new Set())
    expect(undoableOf(judged)?.id).to.equal(later.id)
    expect(movedAgainBy(judged[0]!, judged)?.id).to.equal(later.id)
    const undone = judgeOperations(
      [first, later, operation('undo', [move(C, B, 0, 99)], moved(later.id))],
      new Set(),
    )
    expect(movedAgainBy(undone[0]!, undone)).to.equal(undefined)
    expect(undoableOf(undone)?.id).to.equal(first.id)
  })
})

describe('[U] keys may be where no client finds them', () => {
  const mayHave = (...operations: readonly Operation[]) =>
    judgeOperations(operations, new Set()).map(mayHaveLeftKeys)

  it('after a move or a repair that was interrupted', () => {
    const moved = operation('reshard', [move(A, B, 0, 99)], KILLED)
    expect(mayHave(moved)).to.deep.equal([true])
    expect(mayHave(operation('fix', [], KILLED))).to.deep.equal([true])
    expect(mayHave(operation('reshard', [move(A, B, 0, 99)], {status: 'incomplete'}))).to.deep.equal([true])
  })

  it('but not after one that was done, or that moved nothing', () => {
    expect(mayHave(operation('reshard', [move(A, B, 0, 99)]))).to.deep.equal([false])
    expect(mayHave(operation('del-node', [{kind: 'forget', node: A, by: [B]}], KILLED))).to.deep.equal([
      false,
    ])
  })
})
