import type {
  ImportOutcome,
  ImportProgress,
  ImportProposal,
  ImportTally,
  KeyTrouble,
} from '../domain/import.js'
import {nodeById} from '../domain/snapshot.js'
import {formatBytes} from './bytes.js'
import {paintFor, type TextOptions} from './palette.js'
import {type Column, fitTable} from './fit-table.js'
import {shortFile} from './short-file.js'
import {count} from '../domain/count.js'
import {printable} from './words.js'

/** What an import will do; its first lines are in the words that scripts know. */
export function importProposalText(
  {source, cluster, tallies, cautions}: ImportProposal,
  options: TextOptions,
): string {
  const paint = paintFor(options)
  const seed = nodeById(cluster, cluster.seed)
  return [
    `>>> Importing data from ${source} to cluster ${seed?.address ?? ''}`,
    ...tallies.map(
      ({keys, from, to, source: server}) =>
        `*** Importing ${keys} keys from DB ${from}${to === from ? '' : ` into DB ${to}`}${server === source ? '' : ` of ${server}`}`,
    ),
    ...cautions.map((text) => paint('warning', `[WARNING] ${text}`)),
  ].join('\n')
}

/** The result of an import: the counts for each database, and what is wrong. */
export function importText(outcome: ImportOutcome, options: TextOptions): string {
  const paint = paintFor(options)
  if (outcome.status === 'planned') return 'Nothing was changed: this was a dry run.'
  if (outcome.status === 'cancelled') return 'Cancelled; nothing was changed.'
  if (outcome.status === 'nothing-to-do') return 'Nothing to do: the source has no keys.'
  const {status, resumed} = outcome
  return [
    ...(resumed
      ? ['Continued an interrupted import of the same source. Keys that it had imported were compared.']
      : []),
    fitTable(TALLY, outcome.tallies, options).table,
    rateLine(outcome),
    ...checkLines(outcome),
    ...keyTroubleLines(outcome.troubles),
    ...sinceLines(outcome),
    ...(status === 'done'
      ? [paint('ok', '[OK] All keys are in the cluster.')]
      : [paint('error', `[ERR] ${incompleteText(outcome)}`)]),
  ].join('\n')
}

/** `430000 of 1000000 keys, 150000 keys/s, 3.8 s left, pause 5.1 ms`. */
export function importLine({keys, keysTotal, elapsedMs, pauseMs}: Omit<ImportProgress, 'bytes'>): string {
  const seconds = Math.max(0.001, elapsedMs / 1000)
  const left = keys > 0 ? [`${(seconds * Math.max(0, keysTotal / keys - 1)).toFixed(1)} s left`] : []
  return [
    `${keys} of ${keysTotal} keys`,
    `${Math.round(keys / seconds)} keys/s`,
    ...left,
    ...(pauseMs === undefined ? [] : [`pause ${pauseMs.toFixed(1)} ms`]),
  ].join(', ')
}

const TALLY: readonly Column<ImportTally>[] = [
  {head: 'source', cell: ({source}) => shortFile(source), wideCell: ({source}) => source},
  {head: 'DB', cell: ({from, to}) => (from === to ? `${from}` : `${from} → ${to}`)},
  {head: 'keys', cell: ({keys}) => `${keys}`},
  {head: 'imported', cell: ({imported}) => `${imported}`},
  {head: 'there already', cell: ({same}) => `${same}`, once: ifNone},
  {head: 'skipped', cell: ({skipped}) => `${skipped}`, once: ifNone},
  {head: 'in conflict', cell: ({conflicting}) => `${conflicting}`, once: ifNone},
  {head: 'gone', cell: ({gone}) => `${gone}`, once: ifNone},
]

/** Columns without any number above 0 say nothing. */
function ifNone(cell: string): string | undefined {
  return cell === '0' ? '' : undefined
}

function rateLine({tallies, milliseconds, bytes}: ImportOutcome): string {
  const keys = tallies.reduce((sum, {imported}) => sum + imported, 0)
  const seconds = Math.max(0.001, milliseconds / 1000)
  const size = bytes > 0 ? ` (${formatBytes(bytes)})` : ''
  return `Imported ${count(keys, 'key')}${size} in ${seconds.toFixed(1)} s: ${Math.round(keys / seconds)} keys/s.`
}

function checkLines({samples, sizes}: ImportOutcome): string[] {
  return [
    `Compared ${count(samples.compared, 'key')} after the import: ${samples.different === 0 ? 'all are equal' : `${samples.different} are different`}.`,
    ...(sizes === undefined
      ? []
      : [`The cluster had ${count(sizes.before, 'key')} and now has ${sizes.after ?? 'an unknown number'}.`]),
  ]
}

/** A copy is not a snapshot of one moment. */
function sinceLines({since, source}: ImportOutcome): string[] {
  if (since === undefined) return []
  const time = `${since.slice(0, 19).replace('T', ' ')} UTC`
  return [
    `What clients wrote to ${printable(source)} since ${time} may not be in the cluster: clustertool compare shows it, and brings it over with --fix.`,
  ]
}

const SHOWN = 10

/** The first keys with a problem, and the number of others. */
export function keyTroubleLines({count: all, shown}: ImportOutcome['troubles']): string[] {
  const lines = shown.slice(0, SHOWN).map((trouble) => `  ${troubleText(trouble)}`)
  return all > SHOWN ? [...lines, `  and ${all - SHOWN} more keys`] : lines
}

function troubleText({key, db, what}: KeyTrouble): string {
  return `${printable(key.toString())} of DB ${db}: ${printable(what)}`
}

function incompleteText(outcome: ImportOutcome): string {
  const {stopped, troubles, settings, tallies} = outcome
  const why = stopped === undefined ? '' : ` It stopped: ${printable(stopped).replace(/\.$/, '')}.`
  const keys = troubles.count === 0 ? '' : ` ${count(troubles.count, 'key')} could not be imported.`
  const advice =
    stopped !== undefined
      ? ' To continue, run the same command again.'
      : settings.existing === 'keep-both' && tallies.some(({conflicting}) => conflicting > 0)
        ? ' --replace overwrites the keys of the cluster, --skip-existing keeps them.'
        : ''
  return `The import is not complete.${why}${keys}${lossText(outcome)}${advice}`
}

function lossText({evicted, missing, tallies, settings, stopped}: ImportOutcome): string {
  const left = tallies.reduce(
    (sum, tally) => sum + Math.max(0, tally.left - tally.skipped - tally.conflicting),
    0,
  )
  return [
    ...(evicted > 0
      ? [` The cluster evicted ${count(evicted, 'key')} for lack of memory (maxmemory-policy).`]
      : []),
    ...(missing > 0
      ? [` ${count(missing, 'key')} that had been imported were lost with a primary that failed.`]
      : []),
    ...(stopped === undefined && !settings.copy && left > 0
      ? [` The source still has ${count(left, 'key')}, written in the meantime: run the same command again.`]
      : []),
  ].join('')
}
