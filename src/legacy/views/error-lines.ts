import type {Exit} from '../../cli/exit.js'
import type {Lines} from '../../cli/lines.js'
import type {ErrorFact} from '../../domain/errors.js'
import {errorText} from '../../report/error-text.js'
import {printableLines} from '../../report/words.js'
import type {LegacyTool} from '../tool.js'
import {legacyWords} from './words.js'

type Failed = Pick<Exit, 'message' | 'hints' | 'facts'>

type LegacyCall = {readonly command: string; readonly tool: LegacyTool}

/** `instead`: what stands on stderr says it all, so that our own sentence is left out. */
type FactLines = Partial<Lines> & {readonly instead?: true}

/** An error: first what the imitated tool would say, each line once, then our own words with what to do. */
export function legacyErrorLines({message, hints, facts = []}: Failed, place: LegacyCall): Lines {
  const {out, err} = legacyFactLines(facts, place)
  const [sentence = '', ...more] = errorText({message, hints}).split('\n')
  const isSaid = facts.some((fact) => linesOf(fact, place).instead)
  return {out, err: [...err, ...(isSaid ? more : [sentence, ...more])]}
}

/** What the imitated tool would say of facts, each line once; nothing where it had no words for them. */
export function legacyFactLines(facts: readonly ErrorFact[], place: LegacyCall): Lines {
  const all = facts.map((fact) => linesOf(fact, place))
  const lines = (stream: keyof Lines) =>
    [...new Set(all.flatMap((one) => one[stream] ?? []))].map(printableLines)
  return {out: lines('out'), err: lines('err')}
}

function linesOf(fact: ErrorFact, place: LegacyCall): FactLines {
  const lines = FACTS[fact.code] as (fact: ErrorFact, place: LegacyCall) => FactLines
  return lines(fact, place)
}

type FactOf<Code> = Extract<ErrorFact, {readonly code: Code}>

const FACTS: {
  readonly [Code in ErrorFact['code']]: (
    fact: Extract<ErrorFact, {readonly code: Code}>,
    place: LegacyCall,
  ) => FactLines
} = {
  'bad-address': () => ({
    err: [
      '[ERR] Invalid arguments: you need to pass either a valid address (ie. 120.0.0.1:7000) or space separated IP ' +
        'and port (ie. 120.0.0.1 7000)',
    ],
  }),
  'no-source': () => ({err: ['*** No source nodes given, operation aborted.'], instead: true}),
  'unknown-node': unknownNode,
  'not-primary': unknownNode,
  'has-slots': ({address}) => ({
    out: [`[ERR] Node ${address} is not empty! Reshard data away and try again.`],
  }),
  unhealthy: ({purpose}) => {
    const line = `*** Please fix your cluster problems before ${purpose}`
    return purpose === 'rebalancing' ? {out: [line]} : {err: [line], instead: true}
  },
  'too-few-primaries': ({nodes, replicas}, {tool}) => ({
    out: [
      '*** ERROR: Invalid configuration for cluster creation.',
      `*** ${legacyWords(tool).product} Cluster requires at least 3 ${legacyWords(tool).primary} nodes.`,
      `*** This is not possible with ${nodes} nodes and ${replicas} replicas per node.`,
      `*** At least ${3 * (replicas + 1)} nodes are required.`,
    ],
  }),
  'unread-node': unreadNode,
  'unfit-node': ({address, why, reason}) => UNFIT[why]?.(address, reason) ?? {},
}

function unknownNode(
  {name}: FactOf<'unknown-node' | 'not-primary'> & {readonly name: string},
  {command, tool}: LegacyCall,
): FactLines {
  const {primary} = legacyWords(tool)
  const words: Readonly<Record<string, string>> = {
    reshard: `*** The specified node (${name}) is not known or not a ${primary}, please retry.`,
    rebalance: `*** No such ${primary} node ${name}`,
    'add-node': `[ERR] No such ${primary} ID ${name}`,
    'del-node': `[ERR] No such node ID ${name}`,
  }
  const line = words[command]
  return line === undefined ? {} : {out: [line]}
}

function unreadNode(
  {kind, address, reason, joins}: FactOf<'unread-node'>,
  {command, tool}: LegacyCall,
): FactLines {
  if (kind === 'unreachable') {
    return {
      err: [unreachableLine(address, reason, tool)],
      ...(command === 'add-node' && joins && {out: [`[ERR] Sorry, can't connect to node ${address}`]}),
    }
  }
  if (kind === 'not-cluster') return notConfigured(address)
  const isTold = kind === 'auth' || kind === 'loading' || (kind === 'refused' && !joins)
  return isTold ? refused(address, reason) : {}
}

/** How a node is named that could not be reached. */
export function unreachableLine(address: string, reason: string, tool: LegacyTool): string {
  const text = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`
  return printableLines(`Could not connect to ${legacyWords(tool).product} at ${address}: ${text}`)
}

function refused(address: string, reason: string): FactLines {
  return {out: [`Node ${address} replied with error:`, reason]}
}

function notConfigured(address: string): FactLines {
  return {out: [`[ERR] Node ${address} is not configured as a cluster node.`]}
}

function notEmpty(address: string): FactLines {
  return {
    out: [
      `[ERR] Node ${address} is not empty. Either the node already knows other nodes (check with CLUSTER NODES) ` +
        'or contains some key in database 0.',
    ],
  }
}

const UNFIT: Readonly<Record<string, (address: string, reason: string) => FactLines>> = {
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
}
