import type {Refusal} from '../domain/node.js'
import type {CommandCalls, LatencyEvent, NodeDetail} from '../domain/node-detail.js'
import {parseSlowLog} from './slow-log.js'
import type {Command, Wire, WireReply} from './wire.js'

const COMMANDS = {
  info: ['INFO', 'ALL'],
  slow: ['SLOWLOG', 'GET', '16'],
  latency: ['LATENCY', 'LATEST'],
} as const satisfies Record<string, Command>

/** Reads one node in detail, in one round trip. Changes nothing. Rejects with ConnectionLost. */
export async function readNodeDetail(wire: Wire): Promise<Omit<NodeDetail, 'node'>> {
  const [info, slow, latency] = await wire.callAll([COMMANDS.info, COMMANDS.slow, COMMANDS.latency])
  const text = info?.error ? '' : String(info?.value)
  return {
    at: Date.now(),
    sections: parseSections(text).filter(({name}) => name.toLowerCase() !== 'commandstats'),
    commands: parseCommandStats(text),
    slow: parseSlowLog(slow?.value),
    latency: parseLatency(latency?.value),
    refusals: [refusalOf('INFO', info), refusalOf('SLOWLOG', slow), refusalOf('LATENCY', latency)].flat(),
  }
}

function refusalOf(command: string, reply: WireReply | undefined): Refusal[] {
  return reply?.error ? [{command, reason: reply.error.message}] : []
}

/** The sections of INFO, each with its lines. */
export function parseSections(text: string): NodeDetail['sections'] {
  return text
    .split(/^# /m)
    .map((section) => {
      const [name = '', ...lines] = section.split('\n').map((line) => line.trimEnd())
      return {name, lines: lines.filter((line) => line !== '')}
    })
    .filter(({name, lines}) => name !== '' && lines.length > 0)
}

/** Lines such as `cmdstat_config|get:calls=2,usec=51,usec_per_call=25.50`. */
export function parseCommandStats(text: string): CommandCalls[] {
  return [...text.matchAll(/^cmdstat_([^:]+):calls=(\d+),usec=(\d+)/gm)].map(
    ([, name = '', calls, usec]) => ({
      name: name.toLowerCase(),
      calls: Number(calls),
      microseconds: Number(usec),
    }),
  )
}

/** Entries of event, time in seconds, latest and greatest milliseconds. */
export function parseLatency(reply: unknown): LatencyEvent[] {
  return entriesOf(reply).map(([event, at, latestMs, maxMs]) => ({
    event: String(event),
    at: Number(at) * 1000,
    latestMs: Number(latestMs),
    maxMs: Number(maxMs),
  }))
}

function entriesOf(reply: unknown): readonly (readonly unknown[])[] {
  return Array.isArray(reply) ? reply.filter((entry): entry is unknown[] => Array.isArray(entry)) : []
}
