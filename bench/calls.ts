import type {Address} from '../src/domain/address.js'
import {ask} from '../test/support/ask.js'
import {TestServers} from '../test/support/servers.js'
import {formatTime} from './figures.js'
import {CLUSTERTOOL, runWell} from './run.js'

type Calls = ReadonlyMap<string, number>

/** Commands that a node got fewer times than this, on average, are left out. */
const FEW = 0.1

/**
 * How many commands the nodes of a real cluster get, on average, while it is created, grows, is balanced and shrinks: what
 * the servers count themselves.
 */
export async function benchCalls(count: number, more: number): Promise<void> {
  await using servers = await TestServers.start({
    count: count + more,
    args: ['--cluster-node-timeout', '15000'],
  })
  const old = servers.addresses.slice(0, count)
  const added = servers.addresses.slice(count)
  const [seed = ''] = old
  const commands = [
    ['create', '--yes', ...old],
    ['check', seed],
    ['add-node', ...added, seed],
    ['rebalance', seed, '--use-empty-primaries', '--yes'],
    ['reshard', seed, '--from', 'all', '--to', seed, '--slots', '100', '--yes'],
    ['del-node', seed, ...added, '--drain', '--yes'],
  ]
  for (const command of commands) {
    const before = await callsOf(servers.nodes)
    const {milliseconds} = await runWell([...CLUSTERTOOL, ...command])
    const calls = [...(await callsOf(servers.nodes))]
      .map(([name, times]) => [name, (times - (before.get(name) ?? 0)) / servers.nodes.length] as const)
      .filter(([, times]) => times >= FEW)
      .toSorted(([, a], [, b]) => b - a)
    console.log(`${command[0]} (${count} nodes and ${more} more): ${formatTime(milliseconds)}`)
    console.log(`  for each node: ${calls.map(([name, times]) => `${name} ${times.toFixed(1)}`).join(', ')}`)
  }
}

async function callsOf(nodes: readonly Address[]): Promise<Calls> {
  const calls = new Map<string, number>()
  const texts = await Promise.all(nodes.map((node) => ask(node, 'INFO', 'commandstats')))
  for (const [, name = '', times] of texts.join('\n').matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)) {
    calls.set(name, (calls.get(name) ?? 0) + Number(times))
  }
  return calls
}
