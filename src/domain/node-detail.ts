import type {NodeId, Refusal} from './node.js'
import type {SlowCommand} from './slow-command.js'

/** Calls of one command since the server was started. */
export type CommandCalls = {readonly name: string; readonly calls: number; readonly microseconds: number}

export type LatencyEvent = {
  readonly event: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly latestMs: number
  readonly maxMs: number
}

/** What one node says about itself in detail. Parts that it refused are empty. */
export type NodeDetail = {
  readonly node: NodeId
  /** Milliseconds since 1970. */
  readonly at: number
  /** The sections of INFO with their lines `name:value`. */
  readonly sections: readonly {readonly name: string; readonly lines: readonly string[]}[]
  readonly commands: readonly CommandCalls[]
  readonly slow: readonly SlowCommand[]
  readonly latency: readonly LatencyEvent[]
  readonly refusals: readonly Refusal[]
}

/** What a command costs now: calls per second, and microseconds for each of these. */
export type CommandRate = {
  readonly name: string
  readonly callsPerSecond: number
  readonly microseconds: number
}

/** The commands that ran between two readings of a node, the most expensive one first. */
export function commandRates(before: NodeDetail | undefined, after: NodeDetail): CommandRate[] {
  const seconds = before ? (after.at - before.at) / 1000 : 0
  if (!before || before.node !== after.node || seconds <= 0) return []
  const earlier = new Map(before.commands.map((one) => [one.name, one]))
  return after.commands
    .flatMap(({name, calls, microseconds}) => {
      const since = earlier.get(name) ?? {calls: 0, microseconds: 0}
      const more = calls - since.calls
      if (more <= 0) return []
      const spent = Math.max(0, microseconds - since.microseconds)
      return [{name, callsPerSecond: more / seconds, microseconds: spent / more}]
    })
    .toSorted((a, b) => costOf(b) - costOf(a))
}

function costOf({callsPerSecond, microseconds}: CommandRate): number {
  return callsPerSecond * microseconds
}
