import type {CompareOutcome} from '../domain/compare.js'
import type {ImportOutcome} from '../domain/import.js'
import type {VerifyOutcome} from '../domain/verify.js'
import {type CommandDocument, documentOf} from './document.js'

/** The document of `import --json` and `restore --json`. Keys are bytes: `key` is for reading, `hex` is exact. */
export function importDocument(
  command: 'import' | 'restore',
  outcome: ImportOutcome,
): CommandDocument<'import' | 'restore'> {
  const {status, source, tallies, troubles, samples, sizes, stopped, resumed, cautions} = outcome
  return documentOf(command, {
    status,
    source,
    databases: tallies,
    stopped,
    resumed,
    since: outcome.since,
    cautions,
    notes: outcome.notes,
    troubles: troublesOf(troubles),
    samples,
    clusterKeys: sizes,
    evicted: outcome.evicted,
    missing: outcome.missing,
    milliseconds: Math.round(outcome.milliseconds),
    bytes: outcome.bytes,
    ...(outcome.followed && {followed: outcome.followed}),
  })
}

/** The document of `verify --json`. */
export function verifyDocument({troubles, ...outcome}: VerifyOutcome): CommandDocument<'verify'> {
  return documentOf('verify', {...outcome, troubles: troublesOf(troubles)})
}

/** The document of `compare --json`. */
export function compareDocument({
  troubles,
  milliseconds,
  ...outcome
}: CompareOutcome): CommandDocument<'compare'> {
  const all = {...outcome, milliseconds: Math.round(milliseconds), troubles: troublesOf(troubles)}
  return documentOf('compare', all)
}

/** Keys by which something is wrong: `key` is for reading, `hex` is exact. */
function troublesOf({
  count,
  shown,
}: ImportOutcome['troubles']): CommandDocument<'verify'>['outcome']['troubles'] {
  return {
    count,
    shown: shown.map(({key, db, what}) => ({
      key: key.toString(),
      hex: key.toString('hex'),
      db,
      message: what,
    })),
  }
}
