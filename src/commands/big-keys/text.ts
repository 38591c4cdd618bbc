import type {BigClusterKey, BigKeysOutcome} from '../../domain/big-keys.js'
import {count} from '../../domain/count.js'
import type {PrefixTally} from '../../domain/key-tally.js'
import type {BigKeysRequest} from '../../operations/big-keys.js'
import {nodeById} from '../../domain/snapshot.js'
import {formatBytes} from '../../report/bytes.js'
import {type Column, fitTable} from '../../report/fit-table.js'
import {type NameOf, namesOf} from '../../report/names.js'
import {paintFor, type TextOptions} from '../../report/palette.js'
import {list, printable} from '../../report/words.js'
import {resumeCommand} from './flags.js'

/** How many prefixes are shown, and how much of a key or prefix in a narrow table. */
const PREFIXES = 20
const KEY_SHOWN = 48

/** The biggest keys, the memory by prefix, and what was not read. No line end after the last line. */
export function bigKeysText(
  outcome: BigKeysOutcome,
  {request, ...options}: TextOptions & {readonly request: BigKeysRequest},
): string {
  const nameOf = namesOf(outcome.snapshot)
  return [
    ...resumedLine(outcome, request),
    ...keysPart(outcome, nameOf, options),
    ...prefixPart(outcome, options),
    ...endLines(outcome, nameOf, options),
    ...(outcome.resumable ? [`To continue: ${resumeCommand(seedOf(outcome), request)}`] : []),
  ].join('\n')
}

function resumedLine({resumed}: BigKeysOutcome, {resume}: BigKeysRequest): string[] {
  if (resumed) return ['Continued an interrupted scan.']
  return resume
    ? ['There is no interrupted scan of these nodes with these flags; all keys were read again.']
    : []
}

function seedOf({snapshot}: BigKeysOutcome): string {
  return printable(nodeById(snapshot, snapshot.seed)?.address ?? 'HOST:PORT')
}

function keysPart({keys, atLeast}: BigKeysOutcome, nameOf: NameOf, options: TextOptions): string[] {
  if (keys.length === 0) {
    return [atLeast > 0 ? `No key of ${formatBytes(atLeast)} or more was found.` : 'No key was found.']
  }
  const {table, common} = fitTable(keyColumns(nameOf), keys, options)
  return [table, ...common]
}

function keyColumns(nameOf: NameOf): Column<BigClusterKey>[] {
  return [
    {head: 'memory', cell: ({bytes}) => formatBytes(bytes)},
    {head: 'pause', cell: ({pauseMs}) => pauseText(pauseMs)},
    {head: 'type', cell: ({type}) => printable(type ?? '-')},
    {head: 'node', cell: ({node}) => nameOf(node), leaves: 2},
    {head: 'slot', cell: ({slot}) => `${slot}`, leaves: 1},
    {head: 'DB', cell: ({db}) => `${db}`, once: (db) => (db === '0' ? '' : `All are in database ${db}.`)},
    {head: 'key', cell: ({key}) => cut(keyText(key)), wideCell: ({key}) => keyText(key)},
  ]
}

function prefixPart({prefixes, bytes, delimiter}: BigKeysOutcome, options: TextOptions): string[] {
  const [first] = prefixes
  // Keys without a delimiter have one prefix, which says nothing.
  if (!first || (prefixes.length === 1 && first.prefix?.length === 0)) return []
  const columns: readonly Column<PrefixTally>[] = [
    {head: 'memory', cell: (one) => formatBytes(one.bytes)},
    {head: 'share', cell: (one) => `${((100 * one.bytes) / Math.max(1, bytes)).toFixed(1)}%`},
    {head: 'keys', cell: ({keys}) => `${keys}`},
    {head: 'biggest', cell: ({biggest}) => formatBytes(biggest)},
    {
      head: 'prefix',
      cell: ({prefix}) => cut(prefixText(prefix, delimiter)),
      wideCell: ({prefix}) => prefixText(prefix, delimiter),
    },
  ]
  const more = prefixes.length - PREFIXES
  return [
    '',
    fitTable(columns, prefixes.slice(0, PREFIXES), options).table,
    ...(more > 0 ? [`${count(more, 'other prefix').replace(/s$/, 'es')} with less memory.`] : []),
  ]
}

/** `12 ms`, `1.4 s`. */
function pauseText(milliseconds: number): string {
  return milliseconds < 1000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : secondsText(milliseconds)
}

function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/** Keys are bytes, of which a server may send any. */
function keyText(key: Buffer): string {
  return printable(key.toString())
}

function prefixText(prefix: Buffer | undefined, delimiter: string): string {
  if (prefix === undefined) return '(others)'
  return prefix.length === 0 ? `(without ${printable(delimiter)})` : `${keyText(prefix)}*`
}

function cut(text: string): string {
  return text.length > KEY_SHOWN ? `${text.slice(0, KEY_SHOWN - 1)}…` : text
}

function endLines(outcome: BigKeysOutcome, nameOf: NameOf, options: TextOptions): string[] {
  const {status, scanned, total, bytes, elapsedMs, nodes} = outcome
  const paint = paintFor(options)
  const failed = nodes.flatMap(({node, error}) => (error === undefined ? [] : [{node, error}]))
  return [
    '',
    `Read ${status === 'done' ? count(scanned, 'key') : `${scanned} of ${count(total, 'key')}`} with ${formatBytes(bytes)} on ${list(
      nodes.map(({node}) => nameOf(node)),
      4,
    )} in ${secondsText(elapsedMs)}.`,
    'The pause is what MIGRATE would block both nodes for, estimated. Servers that move slots atomically do not stop for it.',
    ...failed.map(({node, error}) =>
      paint('error', `[ERR] ${nameOf(node)} was not read to the end: ${printable(error)}`),
    ),
    ...(status === 'done' ? [] : [paint('warning', '[WARNING] Keys that were not read may be bigger.')]),
  ]
}
