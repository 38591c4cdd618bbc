import {ratesOf} from '../../../src/domain/rates.js'
import type {Transition} from '../../../src/domain/transition.js'
import type {WatchPicture} from '../../../src/domain/watch.js'
import {id} from '../../support/snapshot.js'
import {picture, sample, TAKEN_AT} from '../../support/watch.js'
import {CHECK} from './outcomes.js'

const AT = Date.parse(TAKEN_AT)
const CLUSTER = `
  a 0-8191 keys=5 zone=east maxmemory=9
  b 8192-16383 down
  c replica of a offset=900`
const NODE = {id: id('a'), host: '10.0.0.1', address: '10.0.0.1:7001'}

const TRANSITIONS: readonly Transition[] = [
  {kind: 'node-lost', node: NODE, reason: 'connection refused'},
  {kind: 'node-back', node: NODE},
  {kind: 'node-joined', node: NODE, role: 'replica'},
  {kind: 'node-left', node: {...NODE, host: ''}},
  {kind: 'node-restarted', node: NODE},
  {kind: 'promoted', node: NODE, from: undefined, ranges: [{start: 0, end: 5}]},
  {kind: 'demoted', node: NODE, primary: NODE},
  {kind: 'primary-changed', node: NODE, primary: undefined},
  {kind: 'slots-moved', from: NODE, to: undefined, ranges: [{start: 0, end: 0}]},
]

const before = sample(CLUSTER)
const taken = sample(CLUSTER, {
  takenAt: '2026-11-22T09:00:01.000Z',
  stats: () => ({hits: 3, misses: 1, opsPerSecond: 7}),
})

/** A picture with everything that there can be. */
export const WATCH: WatchPicture = picture(taken, {
  rates: ratesOf(taken, before),
  seedLost: 'Node h:1 cannot be used: refused.',
  unread: 'Node h:1 cannot be used: refused.',
  findings: CHECK.findings.map((finding) => ({finding, since: AT})),
  moves: [
    {
      by: 'command',
      who: 'reshard on h, process 7',
      source: id('a'),
      target: id('b'),
      slots: 64,
      progress: {moved: 30, total: 100},
      since: AT,
      leftMs: 1.5,
    },
    {
      by: 'atomic',
      who: 'snapshotting',
      source: undefined,
      target: undefined,
      slots: 1,
      progress: undefined,
      since: AT,
      leftMs: undefined,
    },
  ],
  news: [
    ...TRANSITIONS.map((transition) => ({type: 'transition' as const, at: AT, transition})),
    ...CHECK.findings.flatMap((finding) => [
      {type: 'finding' as const, at: AT, finding},
      {type: 'finding-over' as const, at: AT, finding, since: AT - 1},
    ]),
  ],
})
