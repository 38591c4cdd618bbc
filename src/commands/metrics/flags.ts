import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {parseDuration} from '../../domain/duration.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {CommonLabels} from '../../metrics/exposition.js'
import type {ListenAddress} from '../../metrics/server.js'
import {METRICS} from '../../metrics/table.js'

/** The flags of metrics, besides the connection flags. */
export const metricsFlags = {
  listen: Flags.string({
    description:
      'Serve metrics at this address until stopped: HOST:PORT, a port of 127.0.0.1, or :PORT for all interfaces.',
    helpValue: '127.0.0.1:9121',
    exclusive: ['textfile'],
  }),
  textfile: Flags.string({
    description: 'Write metrics to a file once, for the textfile collector of node_exporter.',
    helpValue: 'FILE.prom',
  }),
  label: Flags.string({
    description: 'A label that all metrics get, such as cluster=prod. Can be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME=VALUE',
  }),
  timeout: Flags.string({
    description:
      'How long one reading of the cluster may take, such as 8s. Prometheus waits 10s unless it is told otherwise.',
    default: '8s',
    helpValue: 'TIME',
  }),
}

type MetricsFlags = FlagsOf<typeof metricsFlags>

/** What the flags come to. */
export type MetricsWords = {
  readonly listen: ListenAddress | undefined
  readonly textfile: string | undefined
  readonly common: CommonLabels
  readonly limitMs: number
}

/** Reads the flags. Throws USAGE. */
export function parseMetrics(flags: MetricsFlags): MetricsWords {
  const limitMs = parseDuration(flags.timeout)
  if (limitMs === undefined) {
    throw new ClusterToolError(
      'USAGE',
      `--timeout cannot be "${flags.timeout}": it is a time such as 500ms or 8s, and a number alone is in seconds.`,
    )
  }
  return {
    listen: flags.listen === undefined ? undefined : parseListen(flags.listen),
    textfile: flags.textfile,
    common: Object.fromEntries((flags.label ?? []).map(parseLabel)),
    limitMs,
  }
}

const LOOPBACK = '127.0.0.1'
const HIGHEST_PORT = 65_535

/** `9121`, `:9121`, `host:9121` or `[::]:9121`. */
function parseListen(text: string): ListenAddress {
  const [, bracketed, plain, port] = /^(?:(?:\[([\da-f:.]+)\]|([\w.-]*)):)?(\d{1,5})$/i.exec(text) ?? []
  const host = bracketed ?? plain ?? LOOPBACK
  if (port !== undefined && Number(port) <= HIGHEST_PORT) return {host, port: Number(port)}
  throw new ClusterToolError('USAGE', `--listen cannot be "${text}".`, {
    hints: [`Write HOST:PORT, such as ${LOOPBACK}:9121 or [::1]:9121, or :9121 for all interfaces.`],
  })
}

const TAKEN: ReadonlySet<string> = new Set(Object.values(METRICS).flatMap(({labels}) => labels))

function parseLabel(text: string): [name: string, value: string] {
  const [, name = '', value = ''] = /^([a-zA-Z_]\w*)=(.+)$/s.exec(text) ?? []
  if (name === '' || name.startsWith('__')) {
    throw new ClusterToolError(
      'USAGE',
      `--label cannot be "${text}": it is NAME=VALUE, such as cluster=prod.`,
    )
  }
  if (TAKEN.has(name)) {
    throw new ClusterToolError('USAGE', `--label cannot be "${text}": metrics have a label ${name} already.`)
  }
  return [name, value]
}
