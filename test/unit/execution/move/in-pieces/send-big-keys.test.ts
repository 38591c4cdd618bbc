import {expect} from 'chai'
import {MOVE_DEFAULTS} from '../../../../../src/domain/move.js'
import {InPieces} from '../../../../../src/execution/move/in-pieces/in-pieces.js'
import {splitBigKeys} from '../../../../../src/execution/move/in-pieces/send-big-keys.js'

const [big, small, other] = ['big', 'small', 'other'].map((name) => Buffer.from(name)) as [
  Buffer,
  Buffer,
  Buffer,
]
const groups = [
  {
    slot: 1,
    db: 0,
    keys: [
      {key: big, bytes: 50_000_000},
      {key: small, bytes: 100},
    ],
  },
  {slot: 2, db: 0, keys: [{key: other, bytes: 40_000_000}]},
  {slot: 3, db: 3, keys: [{key: Buffer.from('big'), bytes: undefined}]},
]
const settings = {...MOVE_DEFAULTS, maxPauseMs: 10}

describe('keys that move in pieces', () => {
  it('are those that would hold a server for too long', () => {
    const {big: found, rest} = splitBigKeys({settings, inPieces: new InPieces(true)}, groups)
    expect(found.map(({slot, key}) => [slot, key.toString()])).to.deep.equal([
      [1, 'big'],
      [2, 'other'],
    ])
    expect(rest).to.deep.equal([
      {slot: 1, db: 0, keys: [{key: small, bytes: 100}]},
      {slot: 3, db: 3, keys: [{key: Buffer.from('big'), bytes: undefined}]},
    ])
  })

  it('do not include keys that were left to MIGRATE', () => {
    const inPieces = new InPieces(true)
    inPieces.leaveWhole({slot: 1, db: 0, key: big})
    const {big: found, rest} = splitBigKeys({settings, inPieces}, groups)
    expect(found.map(({key}) => key.toString())).to.deep.equal(['other'])
    expect(rest[0]).to.deep.equal(groups[0])
  })

  it('do not exist if a server has not the commands for it', () => {
    const {big: found, rest} = splitBigKeys({settings, inPieces: new InPieces(false)}, groups)
    expect(found).to.deep.equal([])
    expect(rest).to.deep.equal(groups)
  })
})
