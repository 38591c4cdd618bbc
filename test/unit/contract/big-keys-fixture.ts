import type {BigKeysOutcome, NodeScan} from '../../../src/domain/big-keys.js'
import {id, snapshot} from '../../support/snapshot.js'

const [A, B] = [id('a'), id('b')]
const MB = 1024 ** 2
const HOSTILE = Buffer.from('\x1b[31mred')

/** A search for big keys that has everything that such outcomes can have. */
export const BIG_KEYS: BigKeysOutcome = {
  status: 'incomplete',
  snapshot: snapshot('a 0-8191\nb 8192-16383'),
  atLeast: 0,
  delimiter: ':',
  keys: [
    {node: A, db: 3, slot: 12, key: Buffer.from('user:1'), bytes: 50 * MB, type: 'hash', pauseMs: 500},
    {node: B, db: 0, slot: 7, key: HOSTILE, bytes: 1024, type: undefined, pauseMs: 0.06},
  ],
  prefixes: [
    {prefix: Buffer.from('user:'), keys: 3, bytes: 50 * MB, biggest: 50 * MB},
    {prefix: Buffer.from(''), keys: 1, bytes: 1024, biggest: 1024},
    {prefix: undefined, keys: 1, bytes: 512, biggest: 512},
  ],
  nodes: [
    {node: A, scanned: 4, total: 4, complete: true, error: undefined},
    {node: B, scanned: 0, total: 5, complete: false, error: 'gone\x07'},
  ],
  scanned: 4,
  total: 9,
  bytes: Math.round((50 * MB) / 0.75),
  elapsedMs: 1500,
  resumed: false,
  resumable: true,
}

/** How far the scans of two nodes are. */
export const SCANS: readonly NodeScan[] = [
  {
    node: A,
    process: 'p1',
    total: 9,
    scanned: 2,
    bytes: 30,
    left: [
      {db: 0, cursor: '17'},
      {db: 1, cursor: '0'},
    ],
    largest: [{db: 0, key: Buffer.from([0xff, 0]), bytes: 20}],
    prefixes: [
      {prefix: Buffer.from([0xff]), keys: 1, bytes: 20, biggest: 20},
      {prefix: undefined, keys: 1, bytes: 10, biggest: 10},
    ],
  },
  {node: B, process: '', total: 0, scanned: 0, bytes: 0, left: [], largest: [], prefixes: []},
]
