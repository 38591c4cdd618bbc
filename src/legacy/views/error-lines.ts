import type {LegacyTool} from '../tool.js'
import {printableLines} from '../../report/words.js'
import {legacyWords} from './words.js'

/** Lines for stdout and for stderr, where the old tools had them. */
export type LegacyEnding = {readonly out: readonly string[]; readonly err: readonly string[]}

type Failed = {readonly message: string; readonly details: readonly unknown[]}

type Detail = {
  readonly code: string
  readonly address?: string
  readonly reason?: string
  readonly message?: string
  readonly name?: string
  readonly nodes?: number
  readonly replicas?: number
}

/** What the imitated tool would say of an error, each line once; nothing where it had no words for it. */
export function legacyErrorLines(
  {message, details}: Failed,
  {command, style}: {readonly command: string; readonly style: LegacyTool},
): LegacyEnding {
  const known = details.filter((detail): detail is Detail => typeof detail === 'object' && detail !== null)
  const endings = [byMessage(message), ...known.map((detail) => byDetail(detail, command, style))]
  const lines = (stream: keyof LegacyEnding) =>
    [...new Set(endings.flatMap((ending) => ending[stream] ?? []))].map(printableLines)
  return {out: lines('out'), err: lines('err')}
}

/** Sentences of ours that are the old ones already. */
function byMessage(message: string): Partial<LegacyEnding> {
  if (/^\*\*\* .* before rebalancing$/.test(message) || message.startsWith('[ERR] ')) return {out: [message]}
  return message.startsWith('*** ') ? {err: [message]} : {}
}

function byDetail(detail: Detail, command: string, style: LegacyTool): Partial<LegacyEnding> {
  return LINES[detail.code]?.(detail, command, style) ?? {}
}

type Lines = (detail: Detail, command: string, style: LegacyTool) => Partial<LegacyEnding>

const notEmpty: Lines = ({address = ''}) => ({
  out: [
    `[ERR] Node ${address} is not empty. Either the node already knows other nodes (check with CLUSTER NODES) ` +
      'or contains some key in database 0.',
  ],
})

const notConfigured: Lines = ({address = ''}) => ({
  out: [`[ERR] Node ${address} is not configured as a cluster node.`],
})

const refused: Lines = (detail) => ({
  out: [`Node ${detail.address ?? ''} replied with error:`, reasonOf(detail)],
})

/** How a node is named that could not be reached. */
export function unreachableLine(address: string, reason: string, style: LegacyTool): string {
  const text = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`
  return printableLines(`Could not connect to ${legacyWords(style).product} at ${address}: ${text}`)
}

const unreachable: Lines = (detail, command, style) => {
  const {address = '', message} = detail
  return {
    err: [unreachableLine(address, reasonOf(detail), style)],
    // Only problems have messages, and these are of nodes that are to join.
    ...(command === 'add-node' &&
      message !== undefined && {out: [`[ERR] Sorry, can't connect to node ${address}`]}),
  }
}

const unknownNode: Lines = ({name = ''}, command, style) => {
  const {primary} = legacyWords(style)
  const words: Readonly<Record<string, string>> = {
    reshard: `*** The specified node (${name}) is not known or not a ${primary}, please retry.`,
    rebalance: `*** No such ${primary} node ${name}`,
    'add-node': `[ERR] No such ${primary} ID ${name}`,
    'del-node': `[ERR] No such node ID ${name}`,
  }
  const line = words[command]
  return line === undefined ? {} : {out: [line]}
}

const tooFew: Lines = ({nodes = 0, replicas = 0}, _command, style) => ({
  out: [
    '*** ERROR: Invalid configuration for cluster creation.',
    `*** ${legacyWords(style).product} Cluster requires at least 3 ${legacyWords(style).primary} nodes.`,
    `*** This is not possible with ${nodes} nodes and ${replicas} replicas per node.`,
    `*** At least ${3 * (replicas + 1)} nodes are required.`,
  ],
})

const LINES: Readonly<Record<string, Lines>> = {
  unreachable,
  auth: refused,
  'auth-failed': refused,
  refused,
  loading: refused,
  'not-cluster': notConfigured,
  'knows-others': notEmpty,
  'owns-slots': notEmpty,
  'open-slots': notEmpty,
  'is-replica': notEmpty,
  'replica-of-other': notEmpty,
  'holds-keys': notEmpty,
  'has-functions': () => ({
    out: [
      '>>> New node already contains functions and can not be added to the cluster. Use FUNCTION FLUSH and try again.',
    ],
  }),
  'unknown-node': unknownNode,
  'not-primary': unknownNode,
  'too-few-primaries': tooFew,
  'bad-address': () => ({
    err: [
      '[ERR] Invalid arguments: you need to pass either a valid address (ie. 120.0.0.1:7000) or space separated IP ' +
        'and port (ie. 120.0.0.1 7000)',
    ],
  }),
}

/** Why, from a fact, or from the sentence that ends with it. */
function reasonOf({reason, message = ''}: Detail): string {
  return reason ?? message.slice(message.indexOf(': ') + 2).replace(/\.$/, '')
}
