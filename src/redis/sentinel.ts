import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import {connect, type ConnectionOptions, disconnect} from './connection.js'
import {toFailure} from './failure.js'

/**
 * Asks Sentinels for the primary of a group, side by side; the first that knows it is believed. Throws UNREACHABLE with
 * what each of them answered when none does.
 */
export async function askSentinels(
  sentinels: readonly Address[],
  group: string,
  options: ConnectionOptions,
): Promise<Address> {
  const answers = sentinels.map((sentinel) => askSentinel(sentinel, group, options))
  try {
    return await Promise.any(answers)
  } catch (cause) {
    const reasons = (await Promise.allSettled(answers)).flatMap((answer, at) => {
      const sentinel = sentinels[at]
      if (answer.status !== 'rejected' || !sentinel) return []
      return `${formatAddress(sentinel)}: ${toFailure(answer.reason, options).reason}`
    })
    throw new ClusterToolError(
      'UNREACHABLE',
      `No Sentinel names the primary of ${group}: ${reasons.join('; ')}.`,
      {
        cause,
      },
    )
  }
}

async function askSentinel(sentinel: Address, group: string, options: ConnectionOptions): Promise<Address> {
  const redis = await connect(sentinel, options)
  try {
    const reply: unknown = await redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', group)
    if (!Array.isArray(reply)) throw new Error('it knows no such group')
    return {host: String(reply[0]), port: Number(reply[1])}
  } finally {
    disconnect(redis)
  }
}
