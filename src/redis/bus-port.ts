import {connect} from 'node:net'
import {networkInterfaces} from 'node:os'

/**
 * Whether the cluster bus of a node refuses connections. Known only for a node on this machine, where its neighbours
 * see the same. Elsewhere a firewall may rightly close the bus to this machine, and the result is undefined.
 */
export function isBusPortClosed(
  host: string,
  busPort: number,
  limitMs: number,
): Promise<boolean | undefined> {
  if (!isLocal(host)) return Promise.resolve(undefined)
  return new Promise((resolve) => {
    const socket = connect({host, port: busPort, timeout: limitMs})
    const settle = (closed: boolean | undefined) => {
      socket.destroy()
      resolve(closed)
    }
    socket.once('connect', () => settle(false))
    socket.once('timeout', () => settle(undefined))
    socket.once('error', ({code}: NodeJS.ErrnoException) =>
      settle(code === 'ECONNREFUSED' ? true : undefined),
    )
  })
}

function isLocal(host: string): boolean {
  if (host.startsWith('127.')) return true
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({address}) => address === host),
  )
}
