import {execFile, execFileSync} from 'node:child_process'
import {networkInterfaces} from 'node:os'
import {promisify} from 'node:util'
import {onAbruptEnd} from '../support/leftovers.js'
import {freeBasePort} from '../support/servers.js'

const run = promisify(execFile)

/** Where one server runs. */
export type Place = {
  readonly host: string
  readonly port: number
  /** The start of its command line. */
  readonly prefix: readonly string[]
}

/** Places for the nodes of one round at a time; each can be cut off from the others. */
export type Places = AsyncDisposable & {
  readonly kind: 'namespaces' | 'ports'
  /** New places for a round. */
  readonly take: (count: number) => Promise<readonly Place[]>
  /** Cuts a node off from all others, while clients still reach it; false if that is not possible. */
  readonly cutOff: (place: Place) => Promise<boolean>
  readonly reconnect: (place: Place) => Promise<void>
}

const PORT = 7000
const MOST_NODES = 14

/** Network namespaces if this user may create them, otherwise ports of 127.0.0.1. */
export async function openPlaces(lane: number): Promise<Places> {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return portsOfLoopback()
  try {
    return await namespaces(lane)
  } catch {
    return portsOfLoopback()
  }
}

/** A namespace for each node, all on one bridge; this process is on the bridge too. */
async function namespaces(lane: number): Promise<Places> {
  const name = `ct${process.pid.toString(36)}${lane}`
  const net = freeNet(process.pid * 16 + lane)
  const bridge = `${name}b`
  const numbers = Array.from({length: MOST_NODES}, (_, index) => index + 2)
  const close = (): void => {
    for (const number of numbers) attempt(['netns', 'del', `${name}n${number}`])
    attempt(['link', 'del', bridge])
  }
  const forget = onAbruptEnd(close)
  try {
    await ip('link', 'add', bridge, 'type', 'bridge')
    await ip('addr', 'add', `${net}.200/24`, 'dev', bridge)
    await ip('link', 'set', bridge, 'up')
    for (const number of numbers)
      await addNamespace(`${name}n${number}`, `${name}v${number}`, bridge, `${net}.${number}`)
  } catch (error) {
    close()
    forget()
    throw error
  }
  const spaceOf = ({host}: Place): string => `${name}n${host.split('.')[3]}`
  // The lower half of the net is for nodes; a blackhole route drops what goes to them, and so their replies too.
  const others = `${net}.0/25`
  return {
    kind: 'namespaces',
    take: (count) => {
      if (count > MOST_NODES) throw new RangeError(`there are only ${MOST_NODES} places`)
      return Promise.resolve(
        numbers.slice(0, count).map((number) => ({
          host: `${net}.${number}`,
          port: PORT,
          prefix: ['ip', 'netns', 'exec', `${name}n${number}`],
        })),
      )
    },
    cutOff: async (place) => {
      await ip('-n', spaceOf(place), 'route', 'add', 'blackhole', others)
      return true
    },
    reconnect: async (place) => {
      await ip('-n', spaceOf(place), 'route', 'del', 'blackhole', others).catch(() => undefined)
    },
    [Symbol.asyncDispose]: () => {
      close()
      forget()
      return Promise.resolve()
    },
  }
}

/**
 * The first three numbers of unused addresses in 10.192.0.0/10, because several campaigns may run at the same time.
 */
function freeNet(hint: number): string {
  const taken = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({address}) => address))
  for (let number = hint; ; number++) {
    const net = `10.${192 + ((number >> 8) % 63)}.${number % 256}`
    if (!taken.some((address) => address.startsWith(`${net}.`))) return net
  }
}

async function addNamespace(space: string, link: string, bridge: string, address: string): Promise<void> {
  await ip('netns', 'add', space)
  await ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', space)
  await ip('link', 'set', link, 'master', bridge, 'up')
  await ip('-n', space, 'addr', 'add', `${address}/24`, 'dev', 'eth0')
  await ip('-n', space, 'link', 'set', 'eth0', 'up')
  await ip('-n', space, 'link', 'set', 'lo', 'up')
}

function portsOfLoopback(): Places {
  return {
    kind: 'ports',
    take: async (count) => {
      const base = await freeBasePort(count, ['127.0.0.1'])
      return Array.from({length: count}, (_, index) => ({host: '127.0.0.1', port: base + index, prefix: []}))
    },
    cutOff: () => Promise.resolve(false),
    reconnect: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function ip(...args: readonly string[]): Promise<void> {
  await run('ip', [...args])
}

function attempt(args: readonly string[]): void {
  try {
    execFileSync('ip', [...args], {stdio: 'ignore'})
  } catch {
    // It was not created.
  }
}
