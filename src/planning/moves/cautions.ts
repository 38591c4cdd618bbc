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
      `${first.nameOf(first.target.node)} will receive about ${megabytes(coming)}. It uses ` +
      `${megabytes(memory.used)} of its maxmemory of ${megabytes(memory.limit)}, and may run out of memory or evict keys.`,
    advice: `Raise the limit. Send to ${first.nameOf(first.target.node)}: CONFIG SET maxmemory ${memory.used + 2 * coming}`,
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
      message: `An atomic move replaces the function libraries of ${to} with those of ${from} (${names}).`,
      advice: `To keep the libraries of ${to}, use --method keys.`,
      nodes: [target.node],
    }
  }
  return {
    code: 'functions-missing',
    message: `Function libraries of ${from} are missing or different on ${to}: ${names}. Moving slots does not copy them.`,
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
    message: `${nameOf(source.node)} has modules (${modules.join(', ')}). During an atomic move, their queries over many keys may miss keys or return them twice.`,
    advice: 'If that matters, use --method keys.',
    nodes: [source.node],
  }
}
