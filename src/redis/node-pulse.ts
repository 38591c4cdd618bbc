import {formatAddress} from '../domain/address.js'
import type {NodePulse} from '../domain/throttle.js'
import {fieldOf} from './info.js'
import {accept, type Wire} from './wire.js'

const REPLICA = /^(?:slave|replica)\d+:ip=([^,]*),port=(\d+),state=([^,]*),offset=(\d+)/gm

/** Measures a PING, and reads how busy and how full a node is. Changes nothing. */
export async function readPulse(wire: Wire): Promise<NodePulse> {
  const sent = performance.now()
  await wire.call('PING')
  const pingMs = performance.now() - sent
  const replies = await wire.callAll(['replication', 'memory', 'stats'].map((section) => ['INFO', section]))
  const text = replies.map((reply) => String(accept(reply))).join('\n')
  return {pingMs, ...parsePulse(text)}
}

/** The fields of INFO that matter for the load of a node. */
export function parsePulse(text: string): Omit<NodePulse, 'pingMs'> {
  const field = (name: string) => Number(fieldOf(text, name) ?? 0)
  return {
    offset: field('master_repl_offset'),
    replicas: [...text.matchAll(REPLICA)].map(([, host = '', port, state, offset]) => ({
      name: formatAddress({host, port: Number(port)}),
      offset: Number(offset),
      isOnline: state === 'online',
    })),
    usedMemory: field('used_memory'),
    maxMemory: field('maxmemory'),
    evicted: field('evicted_keys'),
  }
}
