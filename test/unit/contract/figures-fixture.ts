import type {MeasuredBalance} from '../../../src/domain/balance.js'
import type {SlotFigures} from '../../../src/domain/slot-figures.js'
import {id} from '../../support/snapshot.js'

const [A, B] = [id('a'), id('b')]

function list(values: Readonly<Record<number, number>>): (number | undefined)[] {
  return Array.from({length: 16_384}, (_, slot) => (slot < 8192 ? (values[slot] ?? 0) : undefined))
}

/** Figures of the slots of node a; node b did not answer. */
export const FIGURES_READ: SlotFigures = {
  keys: list({3: 7, 5: 90}),
  memory: list({3: 4096, 5: 900}),
  load: {cpu: list({3: 12_345}), network: list({3: 2048}), measuredMs: 5000},
  uncounted: [],
  estimates: [
    {node: A, keys: 97, measured: 20, bytes: 4996, error: 250, dataset: 40_000_000},
    {node: B, keys: 1, measured: 0, bytes: 10, error: undefined, dataset: undefined},
  ],
  sampledMs: 1300,
  unread: [{node: B, reason: 'gone\x07'}],
}

/** A balance of two nodes with everything that a balance can have. */
export const MEASURED_BALANCE: MeasuredBalance = {
  figures: FIGURES_READ,
  balance: {
    measure: 'cpu',
    thresholdPercent: 10,
    leastDifference: 10_000,
    moves: [{slot: 5, source: A, target: B}],
    movedBytes: 900,
    nodes: [
      {
        node: A,
        weight: 1,
        before: {slots: 8192, load: 300_000, bytes: 9000},
        after: {slots: 8191, load: 250_000, bytes: 8100},
      },
      {
        node: B,
        weight: 1,
        before: {slots: 8192, load: 100_000, bytes: 9000},
        after: {slots: 8193, load: 150_000, bytes: 9900},
      },
    ],
    obstacles: [
      {code: 'slot-too-big', node: A, slot: 3, load: 240_000},
      {code: 'no-memory', node: B},
      {code: 'uneven', node: B},
    ],
  },
}
