import type {Address} from '../../domain/address.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {ConfigureOutcome} from '../../domain/answer.js'
import type {SettingsOutcome} from '../../domain/setting.js'
import {configure, type ConfigureOptions} from '../../operations/configure.js'
import {settings} from '../../operations/settings.js'
import type {ConnectionOptions} from '../../redis/connection.js'
import {withoutSecrets, withoutSecretSettings} from '../../report/secret-settings.js'
import type {Target} from '../../profiles/target.js'
import {takeTarget} from '../../cli/target.js'

const LEAST_MS = 100
/** The maximum of 32 bits, which is 24 days. */
const MOST_MS = 2_147_483_647

/** Settings that must differ between nodes: where a node listens, and what it announces. */
const OF_EACH_NODE = /^(port|tls-port|bind|(cluster|replica|slave)-announce-.+)$/i

export type TypedSetting = {readonly target: Target; readonly options: ConfigureOptions}

/** A node of the cluster and a node timeout in milliseconds. Throws USAGE. */
export function parseTimeout(words: readonly string[]): TypedSetting {
  const {target, rest} = takeTarget(words, ({length}) => length === 1)
  const [text] = rest
  if (text === undefined || rest.length > 1) {
    throw wrongWords(
      'set-timeout takes a node of the cluster and a number of milliseconds.',
      'set-timeout',
      '15000',
    )
  }
  const milliseconds = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(milliseconds <= MOST_MS)) {
    throw new ClusterToolError(
      'USAGE',
      `"${text}" is not a number of milliseconds from ${LEAST_MS} to ${MOST_MS}.`,
    )
  }
  if (milliseconds < LEAST_MS) {
    throw new ClusterToolError('USAGE', 'Setting a node timeout of less than 100 milliseconds is a bad idea.')
  }
  return {
    target,
    options: {name: 'cluster-node-timeout', value: String(milliseconds), rewrite: true, lookFirst: false},
  }
}

/** A node of the cluster, the name of a setting and its new value. Throws USAGE. */
export function parseSetting(words: readonly string[], rewrite: boolean): TypedSetting {
  const {target, rest} = takeTarget(words, ({length}) => length === 2)
  const [name, value] = rest
  if (name === undefined || value === undefined || rest.length > 2) {
    const example = "save '3600 1'"
    throw wrongWords(
      'config set takes a node of the cluster, one setting and one value.',
      'config set',
      example,
    )
  }
  if (!/^[\w.-]+$/.test(name)) {
    throw new ClusterToolError('USAGE', `"${name}" is not the name of one setting.`)
  }
  if (OF_EACH_NODE.test(name) && value !== '') {
    throw new ClusterToolError(
      'USAGE',
      `${name} must differ between nodes. The same value on all nodes would break the cluster.`,
      {
        hints: ['Set it on one node with redis-cli or valkey-cli.'],
      },
    )
  }
  return {target, options: {name, value, rewrite, lookFirst: true}}
}

/** A node of the cluster and names of settings, or patterns. Throws USAGE. */
export function parseNames(words: readonly string[]): {target: Target; patterns: readonly string[]} {
  const {target, rest} = takeTarget(words, areNames)
  if (rest.length > 0) return {target, patterns: rest}
  throw wrongWords('config get takes a node of the cluster and names of settings.', 'config get', 'maxmemory')
}

/** Whether words are names of settings or patterns alone: `localhost 7000 save` and `10.0.0.5 save` begin with a host. */
function areNames([first = '', second = '']: readonly string[]): boolean {
  return first !== '' && !/[.:]/.test(first) && !/^\d+$/.test(second)
}

type NodeAndConnection = {readonly seed: Address; readonly connection: ConnectionOptions}

/** Changes one setting on all nodes. The outcome contains no passwords. */
export async function runConfigure(
  {options}: TypedSetting,
  {seed, connection}: NodeAndConnection,
): Promise<ConfigureOutcome> {
  return withoutSecrets(await configure(seed, options, connection))
}

/** Reads settings of all nodes. The outcome contains no passwords. */
export async function runSettings(
  {patterns}: ReturnType<typeof parseNames>,
  {seed, connection}: NodeAndConnection,
): Promise<SettingsOutcome> {
  return withoutSecretSettings(await settings(seed, patterns, connection))
}

function wrongWords(message: string, command: string, example: string): ClusterToolError {
  const hints = [`Example: clustertool ${command} 10.0.0.5:7000 ${example}`]
  return new ClusterToolError('USAGE', message, {hints})
}
