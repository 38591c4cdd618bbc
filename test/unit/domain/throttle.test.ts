import {expect} from 'chai'
import {
  type EndPulses,
  NOT_THROTTLED,
  parseThrottle,
  readingsOf,
  roomIn,
  throttle,
  type ThrottleReading,
  throttleText,
} from '../../../src/domain/throttle.js'
import {id} from '../../support/snapshot.js'

function lag(value: number | null): ThrottleReading {
  return {what: 'lag', node: 'r:1', value, limit: 100}
}

/** The levels that are decided after each of these values. */
function levels(values: readonly (number | null)[]): (string | undefined)[] {
  let state = NOT_THROTTLED
  return values.map((value) => {
    state = throttle(state, [lag(value)])
    return state.throttled?.level
  })
}

const PULSE = {pingMs: 1, offset: 0, replicas: [], usedMemory: 50, maxMemory: 100, evicted: 7}

function end(
  pulses: readonly Partial<EndPulses['pulses'][number]>[],
  wish: Partial<EndPulses> = {},
): EndPulses {
  const filled = pulses.map((pulse, index) => ({...PULSE, at: index * 1000, ...pulse}))
  return {id: id('a'), name: 'h:1', isTarget: true, replicas: new Set(), pulses: filled, ...wish}
}

describe('[U] throttling', () => {
  it('slows down near a limit, and stops at it', () => {
    expect(levels([0, 69, 70, 99, 100])).to.deep.equal([undefined, undefined, 'slow', 'slow', 'stop'])
  })

  it('goes on only after all has been well for a while', () => {
    expect(levels([150, 99, 71, 0, 0, 0, 0])).to.deep.equal([
      'stop',
      'stop',
      'stop',
      'stop',
      'stop',
      'stop',
      undefined,
    ])
    expect(levels([150, 0, 0, 0, 80, 0, 0, 0, 0])).to.deep.equal([
      ...Array.from({length: 8}, () => 'stop'),
      undefined,
    ])
  })

  it('stops for a replica that is not connected any more, and names the worst of all', () => {
    const {throttled} = throttle(NOT_THROTTLED, [lag(120), {...lag(null), node: 'r:2'}, lag(0)])
    expect(throttled).to.deep.equal({level: 'stop', worst: {...lag(null), node: 'r:2'}})
  })

  it('does nothing without readings', () => {
    expect(throttle(NOT_THROTTLED, []).throttled).to.equal(undefined)
  })

  it('compares what a replica has confirmed with what was sent before it last could confirm', () => {
    const replicas = [{name: 'r:1', offset: 300, isOnline: true}]
    const pulses = [{offset: 350}, {offset: 1000}, {offset: 2000, replicas}]
    const watched = end(pulses, {replicas: new Set(['r:1'])})
    expect(readingsOf(watched, {lagBytes: 100})).to.deep.equal([lag(50)])
  })

  it('counts a replica that is gone, but not one that gets its first copy', () => {
    const gone = end([{}, {}], {replicas: new Set(['r:1'])})
    expect(readingsOf(gone, {lagBytes: 100})).to.deep.equal([lag(null)])
    const fresh = end([{replicas: [{name: 'r:2', offset: 0, isOnline: false}]}])
    expect(readingsOf(fresh, {lagBytes: 100})).to.deep.equal([])
  })

  it('takes the ping in the middle of the last five', () => {
    const pulses = [90, 1, 2, 80, 3, 70].map((pingMs) => ({pingMs}))
    expect(readingsOf(end(pulses), {latencyMs: 5})).to.deep.equal([
      {what: 'latency', node: 'h:1', value: 3, limit: 5},
    ])
  })

  it('watches the memory of a target that has a limit, and what it evicts', () => {
    const memory = {what: 'memory', node: 'h:1', value: 95, limit: 90}
    const full = [{evicted: 7}, {usedMemory: 95, evicted: 9}]
    expect(readingsOf(end(full), {memoryPercent: 90})).to.deep.equal([
      memory,
      {what: 'evictions', node: 'h:1', value: 2, limit: 1},
    ])
    expect(readingsOf(end([{usedMemory: 95}]), {memoryPercent: 90})).to.deep.equal([memory])
    expect(readingsOf(end(full, {isTarget: false}), {memoryPercent: 90})).to.deep.equal([])
    expect(readingsOf(end([{maxMemory: 0}]), {memoryPercent: 90})).to.deep.equal([])
  })

  it('knows how much a target may still take', () => {
    expect(roomIn(end([{usedMemory: 70}]), {memoryPercent: 90})).to.equal(20)
    expect(roomIn(end([{usedMemory: 95}]), {memoryPercent: 90})).to.equal(0)
    expect(roomIn(end([{maxMemory: 0}]), {memoryPercent: 90})).to.equal(undefined)
    expect(roomIn(end([{}]), {lagBytes: 1})).to.equal(undefined)
    expect(roomIn(end([{}], {isTarget: false}), {memoryPercent: 90})).to.equal(undefined)
  })

  it('reads and writes limits', () => {
    const text = 'lag=10MB,latency=5ms,memory=90%'
    const limits = parseThrottle(text)
    expect(limits).to.deep.equal({lagBytes: 10_485_760, latencyMs: 5, memoryPercent: 90})
    expect(limits && throttleText(limits)).to.equal(text)
    expect(parseThrottle('latency=0.5ms')).to.deep.equal({latencyMs: 0.5})
    for (const bad of [
      '',
      'lag',
      'lag=10',
      'lag=1MB=2',
      'latency=5',
      'latency=0ms',
      'memory=90',
      'memory=101%',
      'load=1',
      'lag=1MB,',
      'constructor=1',
    ]) {
      expect(parseThrottle(bad), bad).to.equal(undefined)
    }
  })
})
