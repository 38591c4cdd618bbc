import type {MoveMethod} from '../../domain/move.js'
import type {Caution} from '../../domain/step.js'
import type {MovePair} from './problems.js'

/** What the user should know about a move that will work. */
export function pairCautions(pair: MovePair, method: MoveMethod): Caution[] {
  return [functionsCaution(pair, method), modulesCaution(pair, method)].flatMap((caution) => caution ?? [])
}

/** A target with a memory limit that may be too small for what it gets, all moves to it together. */
export function memoryCaution(pairs: readonly MovePair[]): Caution | undefined {
  const [first] = pairs
  const memory = first?.target.memory
  if (!first || !memory || memory.limit === 0) return undefined
  const coming = pairs.reduce((sum, pair) => sum + estimateBytes(pair), 0)
  if (memory.used + coming <= memory.limit) return undefined
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1_000_000)} MB`
  return {
    code: 'target-memory',
    message:
      `About ${megabytes(coming)} are to go to ${first.nameOf(first.target.node)}, which uses ` +
      `${megabytes(memory.used)} of its maxmemory of ${megabytes(memory.limit)}: it may run out of memory, or evict keys.`,
    advice: `Give it more, by sending to it: CONFIG SET maxmemory ${memory.used + 2 * coming}`,
    nodes: [first.target.node],
  }
}

/** These keys' share of the memory of all keys of the source. */
function estimateBytes({source, keys = 0}: MovePair): number {
  const all = source.info?.keys.reduce((sum, one) => sum + one.keys, 0) ?? 0
  return all === 0 ? 0 : ((source.memory?.dataset ?? 0) * keys) / all
}

function functionsCaution({source, target, nameOf}: MovePair, method: MoveMethod): Caution | undefined {
  if (!source.functions || !target.functions) return undefined
  const there = new Map(target.functions.map(({name, code}) => [name, code]))
  const differing = source.functions.filter(({name, code}) => there.get(name) !== code).map(({name}) => name)
  if (differing.length === 0) return undefined
  const names = differing.join(', ')
  const [from, to] = [nameOf(source.node), nameOf(target.node)]
  if (method === 'atomic-redis') {
    return {
      code: 'functions-overwritten',
      message: `The function libraries of ${from} (${names}) will replace those of ${to}: such a move takes them along.`,
      advice: `If ${to} is to keep its own, use --method keys.`,
      nodes: [target.node],
    }
  }
  return {
    code: 'functions-missing',
    message: `${to} lacks function libraries that ${from} has, or has others by that name: ${names}. Moving slots does not take them along.`,
    advice: `Copy them: FUNCTION DUMP on ${from}, FUNCTION RESTORE PAYLOAD REPLACE on ${to}`,
    nodes: [target.node],
  }
}

/** Their types exist only in keys, and affect nothing else. */
const HARMLESS: ReadonlySet<string> = new Set(['lua', 'vectorset'])

function modulesCaution({source, nameOf}: MovePair, method: MoveMethod): Caution | undefined {
  const modules = (source.modules ?? []).filter((name) => !HARMLESS.has(name))
  if (method === 'keys' || modules.length === 0) return undefined
  return {
    code: 'modules-atomic',
    message: `${nameOf(source.node)} has modules (${modules.join(', ')}): while slots move atomically, their queries over many keys may miss keys or see them twice.`,
    advice: 'Use --method keys if that matters.',
    nodes: [source.node],
  }
}
