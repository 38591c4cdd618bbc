import {connect, type Socket} from 'node:net'
import type {Address} from '../src/domain/address.js'
import {tagOf} from '../test/support/fill.js'

export type Load = {
  readonly start: number
  readonly end: number
  readonly keysPerSlot: number
  readonly bytes: number
}

/** Writes keys into all slots of a range as fast as one connection allows; returns how many. */
export async function load({host, port}: Address, {start, end, keysPerSlot, bytes}: Load): Promise<number> {
  const socket = connect({host, port, noDelay: true})
  const value = 'x'.repeat(bytes)
  let sent = 0
  let answered = 0
  let wake = () => {}
  socket.on('data', (chunk: Buffer) => {
    if (chunk.includes('-')) throw new Error(`loading failed: ${chunk.toString().slice(0, 200)}`)
    for (const byte of chunk) if (byte === LINE_END) answered++
    wake()
  })
  for (let slot = start; slot <= end; slot++) {
    const tag = tagOf(slot)
    let text = ''
    for (let key = 0; key < keysPerSlot; key++) {
      const name = `{${tag}}${key}`
      text += `*3\r\n$3\r\nSET\r\n$${name.length}\r\n${name}\r\n$${bytes}\r\n${value}\r\n`
      sent++
    }
    await write(socket, text)
    while (sent - answered > MOST_AHEAD) await new Promise<void>((resolve) => (wake = resolve))
  }
  while (answered < sent) await new Promise<void>((resolve) => (wake = resolve))
  socket.destroy()
  return sent
}

const LINE_END = 10
const MOST_AHEAD = 20_000

function write(socket: Socket, text: string): Promise<void> {
  if (socket.write(text)) return Promise.resolve()
  return new Promise((resolve) => socket.once('drain', resolve))
}
