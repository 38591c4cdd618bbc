import type {
  ClusterTally,
  CompareOutcome,
  CompareProposal,
  CompareRepair,
  CompareTally,
} from '../../domain/compare.js'
import {count} from '../../domain/count.js'
import {keyTroubleLines} from '../../report/import-text.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {type Column, fitTable} from '../../report/fit-table.js'
import {shortFile} from '../../report/short-file.js'
import {printable} from '../../report/words.js'

const SOURCE: readonly Column<CompareTally>[] = [
  {head: 'source', cell: ({source}) => shortFile(source), wideCell: ({source}) => source},
  {head: 'DB', cell: ({from, to}) => (from === to ? `${from}` : `${from} → ${to}`)},
  {head: 'keys', cell: ({keys}) => `${keys}`},
  {head: 'same', cell: ({same}) => `${same}`},
  {head: 'different', cell: ({different}) => `${different}`},
  {head: 'missing', cell: ({missing}) => `${missing}`},
  {head: 'changing', cell: ({changing}) => `${changing}`, once: (cell) => (cell === '0' ? '' : undefined)},
]

const CLUSTER: readonly Column<ClusterTally>[] = [
  {head: 'cluster', cell: () => ''},
  {head: 'DB', cell: ({db}) => `${db}`},
  {head: 'keys', cell: ({keys}) => `${keys}`},
  {head: 'looked for', cell: ({looked}) => `${looked}`},
  {head: 'only here', cell: ({extra}) => `${extra}`},
]

/** What a comparison found. */
export function compareText(outcome: CompareOutcome, options: TextOptions): string {
  const {databases, cluster, troubles, stopped, repair, milliseconds} = outcome
  return [
    ...(databases.length > 0 ? [fitTable(SOURCE, databases, options).table] : []),
    ...(cluster.length > 0 ? [fitTable(CLUSTER, cluster, options).table] : []),
    ...keyTroubleLines(troubles),
    ...(repair ? repairLines(repair) : []),
    `Compared in ${(milliseconds / 1000).toFixed(1)} s.`,
    ...(stopped === undefined ? [] : [`Not all is known: ${printable(stopped)}.`]),
    verdictLine(outcome, options),
  ].join('\n')
}

/** What is asked before the cluster is changed. */
export function proposalText({source, bring, delete: extra}: CompareProposal): string {
  const parts = [
    ...(bring > 0 ? [`Bring ${count(bring, 'key')} over from ${printable(source)}`] : []),
    ...(extra > 0
      ? [`${bring > 0 ? 'delete' : 'Delete'} ${count(extra, 'key')} that only the cluster has`]
      : []),
  ]
  return `${parts.join(', and ')}? (type 'yes' to accept): `
}

function repairLines({brought, deleted, left, savedIn}: CompareRepair): string[] {
  return [
    `Brought over: ${count(brought, 'key')}; deleted: ${count(deleted, 'key')}; still different: ${count(left, 'key')}.`,
    ...(savedIn === undefined ? [] : [`What the cluster had is saved in ${printable(savedIn)}.`]),
  ]
}

function verdictLine(outcome: CompareOutcome, options: TextOptions): string {
  const {status, databases, cluster} = outcome
  const paint = paintFor(options)
  const source = printable(outcome.source)
  const isEmpty = [...databases, ...cluster].every(({keys}) => keys === 0)
  if (status === 'same' && isEmpty)
    return paint('ok', `[OK] Neither ${source} nor the cluster has a key there.`)
  if (status === 'same')
    return paint('ok', `[OK] ${whichText(outcome)} are the same in ${source} and in the cluster.`)
  if (status === 'fixed') return paint('ok', `[OK] What differed is the same as in ${source} now.`)
  if (status === 'incomplete') return paint('error', '[ERR] It is not known whether all keys are the same.')
  const differing = [
    ...databases.map(({different, missing}) => different + missing),
    ...cluster.map(({extra}) => extra),
  ].reduce((sum, keys) => sum + keys, 0)
  return paint('error', `[ERR] ${source} and the cluster differ in ${count(differing, 'key')}.`)
}

/** Which keys were compared. */
function whichText({sample, databases}: CompareOutcome): string {
  const dbs = [...new Set(databases.map(({from}) => from))]
  const where = dbs.length === 0 ? '' : ` of DB ${dbs.join(', ')}`
  return sample === undefined ? `All keys${where}` : `The ${sample} keys of each side that were looked at`
}
