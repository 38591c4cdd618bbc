import type {ClusterReport} from '../../domain/cluster-report.js'
import {bytesBehind} from '../../domain/lag.js'
import type {Node} from '../../domain/node.js'
import {shardsOf} from '../../domain/snapshot.js'
import {formatBytes} from '../bytes.js'
import type {HtmlValue} from '../html.js'
import {namesOf} from '../names.js'
import {badge, numberCell, type PagePart, pageTable, paragraph} from './parts.js'

const COLUMNS = [
  {head: 'replica'},
  {head: 'of primary'},
  {head: 'link'},
  {head: 'lag', numeric: true},
  {head: 'heard from it', numeric: true},
  {head: 'offset', numeric: true},
] as const

/** Each replica: its link to its primary, and how far it is behind. */
export function replicationPart({sample: {snapshot}}: ClusterReport): PagePart {
  const nameOf = namesOf(snapshot)
  const pairs = shardsOf(snapshot).flatMap(({primary, replicas}) =>
    replicas.map((replica) => ({primary, replica})),
  )
  const rows = pairs.map(({primary, replica}): HtmlValue[] => [
    nameOf(replica.id),
    nameOf(primary.id),
    linkCell(replica),
    lagText(primary, replica),
    secondsText(replica.info?.replication.lastIoSeconds),
    numberCell(replica.info?.replication.offset),
  ])
  const caption = 'Nodes are not read at the same instant, so a busy primary is always a little ahead.'
  const body = rows.length > 0 ? pageTable(caption, COLUMNS, rows) : paragraph('There are no replicas.')
  return {id: 'replication', title: 'Replication', body}
}

function linkCell({info, reachable}: Node): HtmlValue {
  if (!reachable || !info) return badge('error', 'unknown')
  const {linkUp, syncing, downSeconds} = info.replication
  if (syncing) return badge('warning', 'full sync')
  if (linkUp) return badge('ok', 'up')
  return badge('error', downSeconds === undefined || downSeconds < 0 ? 'down' : `down for ${downSeconds} s`)
}

/** How many bytes a replica is behind its primary, or a dash. */
export function lagText(primary: Node, replica: Node): string {
  const bytes = replica.info && bytesBehind(replica.info.replication, primary)
  return bytes === undefined ? '–' : formatBytes(bytes)
}

function secondsText(seconds: number | undefined): string {
  return seconds === undefined || seconds < 0 ? '–' : `${seconds} s ago`
}
