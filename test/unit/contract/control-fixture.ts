import type {ControlStatus} from '../../../src/domain/control.js'
import {id} from '../../support/snapshot.js'

const [A, B] = [id('a'), id('b')]

/** What a paused reshard says about itself. */
export const CONTROL: ControlStatus = {
  operation: {
    id: '2026-11-21T10-00-00-000Z-reshard-7-0',
    command: 'reshard',
    host: 'h',
    pid: 7,
    startedAt: '2026-11-21T10:00:00.000Z',
  },
  nodes: [
    {id: A, address: 'h:1'},
    {id: B, address: 'h:2'},
  ],
  state: 'paused',
  hold: {kind: 'paused', by: 'ann, process 8', since: '2026-11-21T10:01:00.000Z'},
  progress: {
    steps: 2,
    stepsDone: 0,
    slots: 9,
    slotsMoved: 3,
    keys: 40,
    bytes: 4096,
    keysPerSecond: 0,
    bytesPerSecond: 0,
    secondsLeft: undefined,
  },
  moves: [
    {
      step: 0,
      source: A,
      target: B,
      method: 'keys',
      slots: 9,
      slotsMoved: 3,
      keys: 40,
      keysTotal: 90,
      rests: true,
    },
  ],
  settings: {
    maxPauseMs: 10,
    window: 64,
    pipeline: undefined,
    rate: {unit: 'bytes', perSecond: 20_971_520},
    parallel: undefined,
    throttle: undefined,
    hours: undefined,
  },
}
