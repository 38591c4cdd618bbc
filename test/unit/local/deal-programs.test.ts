import {expect} from 'chai'
import {dealPrograms} from '../../../src/local/deal-programs.js'

/** Programs named by a number; each loads what itself and programs with a lower number send. */
const upwards = (...numbers: number[]) =>
  numbers.map((program) => ({program, loads: (other: number) => other <= program}))

const anything = (...names: string[]) => names.map((program) => ({program, loads: () => true}))

describe('[U] programs of a local cluster', () => {
  it('are dealt in turn if each can load what the others send', () => {
    expect(dealPrograms(anything('a', 'b'), [2, 2, 2])).to.deep.equal([
      ['a', 'b'],
      ['b', 'a'],
      ['a', 'b'],
    ])
    expect(dealPrograms(anything('a', 'b', 'c'), [2, 2])).to.deep.equal([
      ['a', 'b'],
      ['b', 'c'],
    ])
  })

  it('give the primary the one whose data all replicas can load', () => {
    expect(dealPrograms(upwards(7, 6), [2, 2])).to.deep.equal([
      [6, 7],
      [6, 7],
    ])
    expect(dealPrograms(upwards(6, 8, 7), [3, 3])).to.deep.equal([
      [6, 8, 7],
      [6, 8, 7],
    ])
  })

  it('are the same in a shard whose programs cannot load each other’s data', () => {
    const strangers = ['a', 'b'].map((program) => ({program, loads: (other: string) => other === program}))
    expect(dealPrograms(strangers, [2, 2])).to.deep.equal([
      ['a', 'a'],
      ['b', 'b'],
    ])
  })

  it('are dealt to primaries without replicas', () => {
    expect(dealPrograms(upwards(6, 7), [1, 1, 1])).to.deep.equal([[6], [7], [6]])
  })
})
