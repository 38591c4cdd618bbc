import {expect} from 'chai'
import type {ControlStatus} from '../../../src/domain/control.js'
import {controlText, holdText} from '../../../src/report/control-text.js'
import {CONTROL} from '../contract/control-fixture.js'

const names = new Map(CONTROL.nodes.map(({id, address}) => [id, address]))

function textOf(wish: Partial<ControlStatus>): string {
  return controlText({...CONTROL, ...wish}, (id) => names.get(id) ?? id)
}

describe('[U] the text of a running operation', () => {
  it('begins with what holds it back, and has progress, moves and settings', () => {
    expect(textOf({}).split('\n')).to.deep.equal([
      'Paused by ann, process 8 since 2026-11-21 10:01:00Z.',
      '',
      'reshard, process 7 on h, since 2026-11-21 10:00:00Z (2026-11-21T10-00-00-000Z-reshard-7-0)',
      'Progress: 0 of 2 steps done, 3 of 9 slots, 40 keys (4KB)',
      '  [1] h:1 > h:2: 3 of 9 slots, 40 of 90 keys, at rest',
      'Settings: max-pause=10ms rate=20MB/s window=64 pipeline=none parallel=none',
    ])
  })

  it('says what has to end before it is paused', () => {
    const busy = CONTROL.moves.map((move) => ({...move, rests: false}))
    const pausing = {...CONTROL, state: 'pausing', moves: busy} as const
    expect(holdText(pausing)).to.match(
      /^Not paused yet: the slots that are open are moved to the end first \(1 move\)/,
    )
    const atomic = busy.map((move) => ({...move, method: 'atomic-valkey' as const}))
    expect(holdText({...pausing, moves: atomic})).to.match(
      /^Not paused yet: the servers still carry out 1 job, which cannot be paused; no further one starts\./,
    )
    expect(holdText({...pausing, moves: []})).to.match(/^Not paused yet: a step that cannot be paused/)
  })

  it('has a sentence for each thing that holds it back, without control characters', () => {
    const running = (hold: ControlStatus['hold']) => holdText({...CONTROL, state: 'running', hold})
    expect(running({kind: 'rate', rate: {unit: 'keys', perSecond: 5}})).to.equal(
      'The rate holds it back: 5keys/s.',
    )
    expect(running({kind: 'waiting', what: 'a\u001B[2Jb'})).to.equal(
      String.raw`Waiting for the servers: a\x1b[2Jb`,
    )
    expect(running({kind: 'key', what: 'key «x»'})).to.equal('A big key holds it back: key «x».')
    expect(running({kind: 'job', what: '0-9'})).to.match(/^The servers are moving slots 0-9 themselves/)
    expect(running({kind: 'max-pause', maxPauseMs: 5})).to.match(/batches are far shorter than 5 ms/)
    expect(running({kind: 'parallel', most: 2})).to.match(/only 2 moves may run/)
    expect(running({kind: 'servers'})).to.match(/^Nothing holds it back/)
    expect(holdText({...CONTROL, state: 'stopping'})).to.equal('Stopping at the next safe point.')
  })

  it('says how long it takes in a unit that fits', () => {
    const left = (secondsLeft: number) => textOf({progress: {...CONTROL.progress, secondsLeft}})
    expect(left(4.25)).to.contain('about 4.3 s left')
    expect(left(45)).to.contain('about 45 s left')
    expect(left(600)).to.contain('about 10 min left')
    expect(left(9000)).to.contain('about 2.5 h left')
  })
})
