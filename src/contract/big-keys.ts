import type {BigKeysOutcome} from '../domain/big-keys.js'
import {type CommandDocument, documentOf} from './document.js'
import {refsAmong} from './refs.js'

const MOST_PREFIXES = 1000

/** The document of `big-keys --json`. */
export function bigKeysDocument(outcome: BigKeysOutcome): CommandDocument<'big-keys'> {
  const {status, snapshot, resumed, resumable, scanned, total, bytes, elapsedMs} = outcome
  const refOf = refsAmong(snapshot.nodes)
  return documentOf('big-keys', {
    takenAt: snapshot.takenAt,
    status,
    resumed,
    resumable,
    scanned,
    total,
    bytes,
    elapsedMs,
    keys: outcome.keys.map(({node, db, slot, key, type, bytes, pauseMs}) => ({
      node: refOf(node),
      db,
      slot,
      key: key.toString(),
      hex: key.toString('hex'),
      type,
      bytes,
      pauseMs,
    })),
    prefixes: outcome.prefixes.slice(0, MOST_PREFIXES).map(({prefix, ...counts}) => ({
      ...counts,
      prefix: prefix?.toString(),
      hex: prefix?.toString('hex'),
    })),
    nodes: outcome.nodes.map(({node, ...scanned}) => ({...refOf(node), ...scanned})),
  })
}
