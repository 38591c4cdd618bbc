import type {Address} from '../../src/domain/address.js'
import {ask} from './ask.js'

/** The marks of slots according to a node, such as `5->-` and `6-<-`. */
export async function marksOn(node: Address): Promise<string[]> {
  const own = String(await ask(node, 'CLUSTER', 'NODES'))
    .split('\n')
    .find((line) => line.includes('myself'))
  return [...(own ?? '').matchAll(/\[(\d+-[<>]-)/g)].map(([, mark = '']) => mark)
}

/** The number of keys of a slot that a node shows. */
export async function keysInSlot(node: Address, slot: number): Promise<number> {
  return Number(await ask(node, 'CLUSTER', 'COUNTKEYSINSLOT', slot))
}
