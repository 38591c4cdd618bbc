import type {HealthyCluster, CreateOutcome} from '../domain/outcome.js'
import {isError} from '../domain/finding.js'
import {formatRanges, toRanges} from '../domain/slot.js'
import {checkText} from './check-text.js'
import {createText} from './create-text.js'
import {errorLines, healthText} from './health-text.js'
import {paintFor, type TextOptions} from './palette.js'
import {shellWord} from './shell-word.js'
import {tableText} from './table.js'
import {count} from '../domain/count.js'

type Server = {readonly server: string; readonly software: string; readonly version: string}

type LocalNodeFacts = {readonly port: number; readonly host?: string; readonly program?: Server}

type ServersFacts = Server & {readonly nodes?: readonly LocalNodeFacts[]}

/** Which servers of a local cluster are running. */
export type LocalStatusFacts = {
  readonly cluster: Server
  readonly nodes: readonly (LocalNodeFacts & {
    readonly pid: number | undefined
    readonly running: boolean
  })[]
}

/** The result of a local start: which servers it started, and the create, or the check of an existing cluster. */
export type LocalStartFacts = {
  readonly cluster: ServersFacts
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
  const isZoned = nodes.some(({host}) => host !== undefined)
  const isMixed = nodes.some(({program}) => program !== undefined)
  const rows = nodes.map(({port, pid, running, host, program}) => [
    ...(isZoned ? [host ?? '-'] : []),
    `${port}`,
    running ? 'running' : paint('warning', 'stopped'),
    running ? `${pid ?? '-'}` : '-',
    ...(isMixed ? [program ? softwareOf(program) : '-'] : []),
  ])
  const columns = [...(isZoned ? ['host'] : []), 'port', 'state', 'pid', ...(isMixed ? ['server'] : [])]
  return [...serverLines({...cluster, nodes}), tableText(columns, rows)].join('\n')
}

/** Which servers were started; then the result of the create, or a check of the existing cluster. */
export function localStartText(
  {cluster, started, created, healthy}: LocalStartFacts,
  options: TextOptions,
): string {
  return [
    ...serverLines(cluster),
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

/** A line for each program; with the ports if there are several. */
function serverLines({nodes = [], ...cluster}: ServersFacts): string[] {
  const ports = new Map<string, number[]>()
  for (const {port, program} of nodes) {
    if (!program) continue
    const name = `${program.server} (${softwareOf(program)})`
    ports.set(name, [...(ports.get(name) ?? []), port])
  }
  if (ports.size === 0) return [`Server: ${cluster.server} (${softwareOf(cluster)})`]
  return [...ports].map(([name, own]) => `Server: ${name}, ${portsText(own)}`)
}

function softwareOf({software, version}: Server): string {
  return `${software} ${version}`
}

/**
 * How to connect to a cluster with TLS or a password; nothing is needed for any other. `flags`: those of every command.
 */
export function accessLines(
  {passwordFile}: {readonly passwordFile: string | undefined},
  flags: readonly string[],
): string[] {
  return [
    ...(flags.length > 0 ? [`Flags to connect: ${flags.map(shellWord).join(' ')}`] : []),
    ...(passwordFile === undefined
      ? []
      : [`Password, once for each shell: export REDISCLI_AUTH="$(cat ${shellWord(passwordFile)})"`]),
  ]
}

function describePorts(ports: readonly number[]): string {
  return `${count(ports.length, 'server')} on ${portsText(ports)}`
}

function portsText(ports: readonly number[]): string {
  return `${ports.length === 1 ? 'port' : 'ports'} ${formatRanges(toRanges(ports))}`
}
