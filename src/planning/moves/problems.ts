import type {DeniedCommand, MoveEnd} from '../../domain/move-end.js'
import type {Caution} from '../../domain/plan.js'
import {payloadVersion} from './payload.js'

/** Both ends of a move, how many keys go along, and how nodes are called in sentences. */
export type Pair = {
  readonly source: MoveEnd
  readonly target: MoveEnd
  /** Undefined when they could not be counted. */
  readonly keys: number | undefined
  readonly nameOf: (id: string) => string
}

/** Everything that would make a move fail half-way, by whatever method. */
export function pairProblems(pair: Pair): Caution[] {
  return RULES.flatMap((rule) => rule(pair) ?? [])
}

/** The same for moves key by key, which this tool's own user does. */
export function keysProblems({source, target, nameOf}: Pair): Caution[] {
  return [source, target].flatMap((end) =>
    end.denied
      .filter(
        ({command}) => NEEDED[command] === 'both' || (NEEDED[command] === 'source') === (end === source),
      )
      .map(({command, reason}) => ({
        code: 'command-denied',
        message: `${nameOf(end.node)}: this user may not run ${command}, which moving keys needs (${reason}).`,
        advice: `Send to ${nameOf(end.node)}: ACL SETUSER NAME ${GRANTS[command]} ~* (or name another user with --user)`,
        nodes: [end.node],
      })),
  )
}

const NEEDED: Readonly<Record<DeniedCommand, 'source' | 'target' | 'both'>> = {
  MIGRATE: 'source',
  'CLUSTER GETKEYSINSLOT': 'source',
  'RESTORE-ASKING': 'target',
  'CLUSTER SETSLOT': 'both',
}

const GRANTS: Readonly<Record<DeniedCommand, string>> = {
  MIGRATE: '+migrate',
  'CLUSTER GETKEYSINSLOT': '+cluster',
  'RESTORE-ASKING': '+restore-asking +select',
  'CLUSTER SETSLOT': '+cluster',
}

type Rule = (pair: Pair) => Caution | undefined

const refusesWrites: Rule = ({target, nameOf}) => {
  const {refusesWrites: reason, node} = target
  if (reason === undefined) return undefined
  const {message, advice} = WRITE_REFUSALS[reason]
  return {
    code: 'target-read-only',
    message: `${nameOf(node)} takes no writes: ${message}.`,
    advice: advice.replace('NODE', nameOf(node)),
    nodes: [node],
  }
}

const WRITE_REFUSALS = {
  'bgsave-failed': {
    message: 'its last save to disk failed, and stop-writes-on-bgsave-error is on',
    advice: 'Mend its disk and send to NODE: BGSAVE (or: CONFIG SET stop-writes-on-bgsave-error no)',
  },
  'too-few-replicas': {
    message: 'fewer replicas are connected than min-replicas-to-write asks for',
    advice: 'Start its replicas, or send to NODE: CONFIG SET min-replicas-to-write 0',
  },
  replica: {message: 'it is a replica by now', advice: 'Look again: clustertool check NODE'},
} as const

const movesUnderWay: Rule = ({source, target, nameOf}) => {
  const busy = [source, target].find(({underWay}) => underWay.length > 0)
  if (!busy) return undefined
  return {
    code: 'atomic-move-under-way',
    message: `${nameOf(busy.node)} is in an atomic move that somebody else started: ${busy.underWay.join('; ')}.`,
    advice:
      'Wait until it is over, or cancel it (Redis: CLUSTER MIGRATION CANCEL ALL, Valkey: CLUSTER CANCELSLOTMIGRATIONS)',
    nodes: [busy.node],
  }
}

const missingModule: Rule = ({source, target, nameOf}) => {
  if (!source.modules || !target.modules) return undefined
  const missing = source.modules.filter((name) => !ENGINES.has(name) && !target.modules?.includes(name))
  if (missing.length === 0) return undefined
  return {
    code: 'module-missing',
    message: `${nameOf(target.node)} lacks the module ${missing.join(', ')}, which ${nameOf(source.node)} has loaded.`,
    advice: `Load it, by sending to ${nameOf(target.node)}: MODULE LOAD PATH`,
    nodes: [target.node],
  }
}

/** What runs scripts in Valkey 9.1 is a module too, without keys of its own. */
const ENGINES: ReadonlySet<string> = new Set(['lua'])

const newerPayload: Rule = ({source, target, keys, nameOf}) => {
  if (!source.info || !target.info || keys === 0) return undefined
  const sent = payloadVersion(source.info)
  const taken = payloadVersion(target.info)
  if (sent === undefined || taken === undefined || sent <= taken) return undefined
  const name = ({node, info}: MoveEnd) => `${nameOf(node)} (${info?.software} ${info?.version})`
  return {
    code: 'payload-too-new',
    message: `Keys of ${name(source)} cannot be read by the older ${name(target)}.`,
    advice: `Upgrade ${nameOf(target.node)} first, or choose a newer target.`,
    nodes: [source.node, target.node],
  }
}

const RULES: readonly Rule[] = [refusesWrites, movesUnderWay, missingModule, newerPayload]
