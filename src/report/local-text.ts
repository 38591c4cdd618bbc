import type {HealthyCluster, CreateOutcome} from '../domain/outcome.js'
import {isError} from '../domain/finding.js'
import {formatRanges, toRanges} from '../domain/slot.js'
import {checkText} from './check-text.js'
import {createText} from './create-text.js'
import {errorLines, healthText} from './health-text.js'
import {paintFor, type TextOptions} from './palette.js'
import {tableText} from './table.js'
import {count} from '../domain/count.js'

type Server = {readonly server: string; readonly software: string; readonly version: string}

/** Which servers of a local cluster are running. */
export type LocalStatusFacts = {
  readonly cluster: Server
  readonly nodes: readonly {
    readonly port: number
    readonly pid: number | undefined
    readonly running: boolean
  }[]
}

/** The result of a local start: which servers it started, and the create, or the check of an existing cluster. */
export type LocalStartFacts = {
  readonly cluster: Server
  readonly started: readonly number[]
  readonly created?: CreateOutcome | undefined
  readonly healthy?: HealthyCluster | undefined
}

/** Which servers were stopped. */
export function stoppedText(ports: readonly number[]): string {
  return ports.length === 0 ? 'No server was running.' : `Stopped ${describePorts(ports)}.`
}

/** The program, then a row for each server. */
export function localStatusText({cluster, nodes}: LocalStatusFacts, options: TextOptions): string {
  const paint = paintFor(options)
  const rows = nodes.map(({port, pid, running}) => [
    `${port}`,
    running ? 'running' : paint('warning', 'stopped'),
    running ? `${pid ?? '-'}` : '-',
  ])
  return [serverLine(cluster), tableText(['port', 'state', 'pid'], rows)].join('\n')
}

/** Which servers were started; then the result of the create, or a check of the existing cluster. */
export function localStartText(
  {cluster, started, created, healthy}: LocalStartFacts,
  options: TextOptions,
): string {
  return [
    serverLine(cluster),
    started.length === 0 ? 'All servers were already running.' : `Started ${describePorts(started)}.`,
    ...(created ? [createText(created, options)] : []),
    ...(healthy ? [healthyText(healthy, options)] : []),
  ].join('\n')
}

function healthyText({snapshot, findings}: HealthyCluster, options: TextOptions): string {
  if (options.detail !== 'full') {
    return [...errorLines(snapshot, findings, options), healthText(snapshot, findings, options)].join('\n')
  }
  const status = findings.some(isError) ? 'unhealthy' : 'healthy'
  return checkText({status, searchedOwners: false, snapshot, findings}, options)
}

function serverLine({server, software, version}: Server): string {
  return `Server: ${server} (${software} ${version})`
}

function describePorts(ports: readonly number[]): string {
  const word = ports.length === 1 ? 'port' : 'ports'
  return `${count(ports.length, 'server')} on ${word} ${formatRanges(toRanges(ports))}`
}
