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
