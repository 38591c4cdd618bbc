import {count} from '../../domain/count.js'
import type {DeniedCommand, EndpointFacts, Strays} from '../../domain/move-facts.js'
import type {Caution} from '../../domain/step.js'
import {countSlots, formatRanges} from '../../domain/slot.js'
import {isAtLeast} from '../../domain/version.js'
import {payloadVersion} from './payload.js'

/** Both ends of a move, the number of its keys, and how sentences name nodes. */
export type MovePair = {
  readonly source: EndpointFacts
  readonly target: EndpointFacts
  /** Undefined if they could not be counted. */
  readonly keys: number | undefined
  /** The stray keys that the target already holds. */
  readonly strays?: Strays | undefined
  /** The stray keys of a source that gives away all its slots. */
  readonly stranded?: Strays | undefined
  readonly nameOf: (id: string) => string
}

/** Everything that would make a move fail half-way, whatever the method. */
export function pairProblems(pair: MovePair): Caution[] {
  return RULES.flatMap((rule) => rule(pair) ?? [])
}

/** Everything that would make a move key by key fail, which runs as clustertool's own user. */
export function keysProblems(pair: MovePair): Caution[] {
  return [...deniedCommands(pair), ...[loginTooNew, leftOverMove].flatMap((rule) => rule(pair) ?? [])]
}

function deniedCommands({source, target, nameOf}: MovePair): Caution[] {
  return [source, target].flatMap((end) =>
    end.denied
      .filter(
        ({command}) => NEEDED[command] === 'both' || (NEEDED[command] === 'source') === (end === source),
      )
      .map(({command, reason}) => ({
        code: 'command-denied',
        message: `${nameOf(end.node)}: this user may not run ${command}, which is needed to move keys (${reason}).`,
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

type ProblemRule = (pair: MovePair) => Caution | undefined

/** MIGRATE supports AUTH since Redis 4.0.7, and AUTH2, which names a user, since 6.0. */
const loginTooNew: ProblemRule = ({source, target, nameOf}) => {
  const {info} = source
  if (!info || info.software === 'valkey' || target.login === 'none') return undefined
  const knows = target.login === 'user' ? isAtLeast(info.version, 6) : isAtLeastPatch(info.version, [4, 0, 7])
  if (knows) return undefined
  const [what, from] = target.login === 'user' ? ['a user', '6.0'] : ['a password', '4.0.7']
  return {
    code: 'login-too-new',
    message: `${nameOf(source.node)} (${info.version}) cannot log in to ${nameOf(target.node)} with ${what}. MIGRATE supports that since Redis ${from}.`,
    advice:
      target.login === 'user'
        ? 'Use the password of the default user (--pass without --user), or upgrade.'
        : 'Upgrade it, or remove the password of the target during the move.',
    nodes: [source.node, target.node],
  }
}

function isAtLeastPatch(version: string, wanted: readonly [number, number, number]): boolean {
  const parts = version.split('.').map(Number)
  const at = wanted.findIndex((part, index) => part !== (parts[index] ?? 0))
  return at < 0 || (parts[at] ?? 0) > (wanted[at] ?? 0)
}

const leftOverMove: ProblemRule = ({source, nameOf}) => {
  if (source.leftOver.length === 0) return undefined
  return {
    code: 'atomic-move-left-over',
    message: `${nameOf(source.node)} refuses SETSLOT because of an abandoned atomic move: ${source.leftOver.join('; ')}.`,
    advice: `To remove it: clustertool fix ${nameOf(source.node)}`,
    nodes: [source.node],
  }
}

/**
 * An atomic move would delete them (Redis) or crash the server (Valkey); key by key, deleted keys would come back.
 */
const strayKeys: ProblemRule = ({target, strays, nameOf}) => {
  if (!strays || strays.keys + strays.hidden === 0) return undefined
  return {
    code: 'stray-keys',
    message: `${nameOf(target.node)} holds ${straysWords(strays, 'of the slots')}. Moving slots there would lose these keys, or restore deleted ones.`,
    advice: bringHome(nameOf(target.node)),
    nodes: [target.node],
  }
}

/** Servers make a primary that gave away its last slot a replica, which then loses its own data. */
const strandedKeys: ProblemRule = ({source, stranded, nameOf}) => {
  if (!stranded || stranded.keys + stranded.hidden === 0) return undefined
  return {
    code: 'stranded-keys',
    message: `${nameOf(source.node)} holds ${straysWords(stranded, 'slots that it does not own')}. Without slots it becomes a replica and loses these keys.`,
    advice: bringHome(nameOf(source.node)),
    nodes: [source.node],
  }
}

function straysWords({slots, keys, hidden}: Strays, which: string): string {
  const seen = keys > 0 && `${count(keys, 'key')} in ${countSlots(slots)} ${which} (${shownRanges(slots)})`
  const unseen = hidden > 0 && `${count(hidden, 'hidden key')} in slots that it does not own`
  return [seen, unseen].filter(Boolean).join(' and ')
}

function bringHome(node: string): string {
  return `To move them to their owners: clustertool fix ${node} --search-multiple-owners`
}

function shownRanges(ranges: Strays['slots']): string {
  return `${formatRanges(ranges.slice(0, 4))}${ranges.length > 4 ? ',…' : ''}`
}

const refusesWrites: ProblemRule = ({target, nameOf}) => {
  const {refusesWrites: reason, node} = target
  if (reason === undefined) return undefined
  const {message, advice} = WRITE_REFUSALS[reason]
  return {
    code: 'target-read-only',
    message: `${nameOf(node)} does not accept writes: ${message}.`,
    advice: advice.replace('NODE', nameOf(node)),
    nodes: [node],
  }
}

const WRITE_REFUSALS = {
  'bgsave-failed': {
    message: 'its last save to disk failed, and stop-writes-on-bgsave-error is on',
    advice: 'Repair its disk, then send to NODE: BGSAVE (or: CONFIG SET stop-writes-on-bgsave-error no)',
  },
  'too-few-replicas': {
    message: 'it has fewer connected replicas than min-replicas-to-write requires',
    advice: 'Start its replicas, or send to NODE: CONFIG SET min-replicas-to-write 0',
  },
  replica: {message: 'it is now a replica', advice: 'Check again: clustertool check NODE'},
} as const

const movesUnderWay: ProblemRule = ({source, target, nameOf}) => {
  const busy = [source, target].find(({underWay}) => underWay.length > 0)
  if (!busy) return undefined
  return {
    code: 'atomic-move-under-way',
    message: `${nameOf(busy.node)} takes part in an atomic move that somebody else started: ${busy.underWay.join('; ')}.`,
    advice:
      'Wait until it ends, or cancel it (Redis: CLUSTER MIGRATION CANCEL ALL, Valkey: CLUSTER CANCELSLOTMIGRATIONS)',
    nodes: [busy.node],
  }
}

const missingModule: ProblemRule = ({source, target, nameOf}) => {
  if (!source.modules || !target.modules) return undefined
  const missing = source.modules.filter((name) => !ENGINES.has(name) && !target.modules?.includes(name))
  if (missing.length === 0) return undefined
  return {
    code: 'module-missing',
    message: `${nameOf(target.node)} does not have the module ${missing.join(', ')}, which ${nameOf(source.node)} has loaded.`,
    advice: `Load it. Send to ${nameOf(target.node)}: MODULE LOAD PATH`,
    nodes: [target.node],
  }
}

/** The script engine of Valkey 9.1 is a module too, and has no keys. */
const ENGINES: ReadonlySet<string> = new Set(['lua'])

const newerPayload: ProblemRule = ({source, target, keys, nameOf}) => {
  if (!source.info || !target.info || keys === 0) return undefined
  const sent = payloadVersion(source.info)
  const taken = payloadVersion(target.info)
  if (sent === undefined || taken === undefined || sent <= taken) return undefined
  const name = ({node, info}: EndpointFacts) => `${nameOf(node)} (${info?.software} ${info?.version})`
  return {
    code: 'payload-too-new',
    message: `${name(target)} is too old to read keys of ${name(source)}.`,
    advice: `Upgrade ${nameOf(target.node)} first, or choose a newer target.`,
    nodes: [source.node, target.node],
  }
}

const RULES: readonly ProblemRule[] = [
  refusesWrites,
  movesUnderWay,
  missingModule,
  newerPayload,
  strayKeys,
  strandedKeys,
]
