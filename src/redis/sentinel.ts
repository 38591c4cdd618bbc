import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError} from '../domain/errors.js'
import type {ConnectionOptions} from './connection.js'
import {ConnectionLost, isServerError} from './errors.js'
import {toFailure} from './failure.js'
import {Wire} from './wire.js'

/**
 * Asks Sentinels for the primary of a group, in parallel, and uses the first answer. If none knows it, throws
 * UNREACHABLE with the answer of each.
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
      if (!isServerError(answer.reason)) throw answer.reason
      return `${formatAddress(sentinel)}: ${toFailure(answer.reason).reason}`
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
  const wire = await Wire.open(sentinel, options)
  try {
    const reply = await wire.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', group)
    if (!Array.isArray(reply)) throw new ConnectionLost('it does not know this group')
    return {host: String(reply[0]), port: Number(reply[1])}
  } finally {
    wire.close()
  }
}
