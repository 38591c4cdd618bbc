import {createServer} from 'node:net'
import {networkInterfaces} from 'node:os'
import {ClusterToolError} from '../domain/errors.js'

/** The bus port of a cluster node is its port plus this, the default of every server version. */
const BUS_OFFSET = 10_000

const LAST_PORT = 65_535 - BUS_OFFSET

/** Consecutive ports for `count` servers, checked as checkPorts does. */
export function portsFrom(base: number, count: number): number[] {
  if (!Number.isInteger(count) || count < 1 || count > LAST_PORT) {
    throw new ClusterToolError('USAGE', `${count} is not a number of nodes.`)
  }
  const ports = Array.from({length: count}, (_, index) => base + index)
  checkPorts(ports)
  return ports
}

/** Throws USAGE if servers cannot use these ports together with their bus ports. */
export function checkPorts(ports: readonly number[]): void {
  const wrong = ports.find((port) => !Number.isInteger(port) || port < 1 || port > LAST_PORT)
  if (wrong !== undefined) {
    throw new ClusterToolError(
      'USAGE',
      `${wrong} cannot be a node's port: it must be from 1 to ${LAST_PORT}, because the bus uses port + ${BUS_OFFSET}.`,
    )
  }
  const all = ports.flatMap(withBusPort)
  const twice = all.find((port, index) => all.indexOf(port) !== index)
  if (twice !== undefined) throw new ClusterToolError('USAGE', `Port ${twice} would be used twice.`)
}

/** Throws REFUSED, naming the port, if a port or its bus port is in use on a local address. */
export async function requireFreePorts(ports: readonly number[], hosts: readonly string[]): Promise<void> {
  const problems = await Promise.all(ports.map((port) => portProblem(port, hosts)))
  const problem = problems.find((found) => found !== undefined)
  if (problem === undefined) return
  throw new ClusterToolError('REFUSED', problem)
}

/** Whether servers could listen on all these ports and their bus ports now. */
export async function arePortsFree(ports: readonly number[], hosts: readonly string[]): Promise<boolean> {
  const problems = await Promise.all(ports.map((port) => portProblem(port, hosts)))
  return problems.every((problem) => problem === undefined)
}

/** The loopback addresses of this machine, IPv4 first. */
export function loopbackHosts(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return addresses.some(({address}) => address === '::1') ? ['127.0.0.1', '::1'] : ['127.0.0.1']
}

function withBusPort(port: number): number[] {
  return [port, port + BUS_OFFSET]
}

async function portProblem(port: number, hosts: readonly string[]): Promise<string | undefined> {
  for (const used of withBusPort(port)) {
    for (const host of hosts) {
      const code = await listenError(used, host)
      if (code !== undefined) return describeProblem(port, {used, host, code})
    }
  }
  return undefined
}

function describeProblem(
  port: number,
  {used, host, code}: {used: number; host: string; code: string},
): string {
  if (code === 'EADDRNOTAVAIL') {
    return `${host} is not an address of this machine; on macOS, add it with: sudo ifconfig lo0 alias ${host}`
  }
  const role = used === port ? '' : `, the bus port of ${port},`
  const state = code === 'EADDRINUSE' ? 'is taken' : `cannot be used on ${host} (${code})`
  return `Port ${used}${role} ${state}; stop what uses it or choose another port.`
}

function listenError(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({port, host, exclusive: true}, () => server.close(() => resolve(undefined)))
  })
}
