import type {Address} from '../../src/domain/address.js'
import {ask} from './ask.js'

/** Marks that a node has on slots, by its own word, such as `5->-` and `6-<-`. */
export async function marksOn(node: Address): Promise<string[]> {
  const own = String(await ask(node, 'CLUSTER', 'NODES'))
    .split('\n')
    .find((line) => line.includes('myself'))
  return [...(own ?? '').matchAll(/\[(\d+-[<>]-)/g)].map(([, mark = '']) => mark)
}

/** How many keys a node shows of a slot. */
export async function keysInSlot(node: Address, slot: number): Promise<number> {
  return Number(await ask(node, 'CLUSTER', 'COUNTKEYSINSLOT', slot))
}
