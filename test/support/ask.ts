import {Redis} from 'ioredis'
import type {Address} from '../../src/domain/address.js'

/** Sends one command to a server on a separate connection; returns the reply, or throws the server's error. */
export async function ask(address: Address, ...command: readonly (string | number)[]): Promise<unknown> {
  const [reply] = await askAll(address, [command])
  if (reply instanceof Error) throw reply
  return reply
}

/** Sends commands all at once on one connection; an error reply takes its place among the replies. */
export async function askAll(
  {host, port}: Address,
  commands: readonly (readonly (string | number)[])[],
): Promise<unknown[]> {
  const redis = new Redis({
    host,
    port,
    lazyConnect: true,
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    retryStrategy: () => undefined,
  })
  // connect rejects with the same error.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    const replies = (await redis.pipeline(commands.map((command) => ['call', ...command])).exec()) ?? []
    return replies.map(([error, reply]) => error ?? reply)
  } finally {
    redis.disconnect()
  }
}
