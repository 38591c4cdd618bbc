import {expect} from 'chai'
import {PassThrough} from 'node:stream'
import type {Event} from '../../../src/domain/outcome.js'
import {plainProgress, silentProgress, spinnerProgress} from '../../../src/report/progress.js'
import {id, nameOf} from '../../support/snapshot.js'

const step = {kind: 'set-epoch', node: id('a'), epoch: 1} as const
const failed = {step, status: 'failed', error: 'ERR no', milliseconds: 1} as const

const EVENTS: readonly Event[] = [
  {type: 'step-started', step, index: 0, total: 2},
  {type: 'step-finished', result: {...failed, status: 'done', error: undefined}, index: 0, total: 2},
  {type: 'waiting', what: 'replicas', missing: [id('b')]},
  {type: 'waiting', what: 'replicas', missing: [id('b')]},
  {type: 'waiting', what: 'replicas', missing: []},
  {type: 'step-finished', result: failed, index: 1, total: 2},
]

describe('[U] progress', () => {
  it('writes a line for what starts, what is new and what fails', () => {
    const written: string[] = []
    const {listener, stop} = plainProgress((text) => written.push(text), nameOf)
    EVENTS.forEach(listener)
    stop()
    expect(written).to.deep.equal([
      '[1/2] Set config epoch 1 on a\n',
      'Waiting: replicas (b)\n',
      'Waiting: replicas\n',
      '[2/2] Failed: Set config epoch 1 on a: ERR no\n',
    ])
  })

  it('names nodes by a part of their id if it gets no names', () => {
    const written: string[] = []
    EVENTS.slice(0, 1).forEach(plainProgress((text) => written.push(text)).listener)
    expect(written).to.deep.equal(['[1/2] Set config epoch 1 on 61000000\n'])
  })

  it('starts a spinner with the first event and not before', async () => {
    const stream = new PassThrough()
    const {listener, stop} = await spinnerProgress({nameOf, stream})
    expect(stream.read()).to.equal(null)
    EVENTS.forEach(listener)
    stop()
    expect(String(stream.read())).to.contain('[1/2] Set config epoch 1 on a')
  })

  it('can be silent', () => {
    EVENTS.forEach(silentProgress.listener)
    expect(silentProgress.stop()).to.equal(undefined)
  })
})
