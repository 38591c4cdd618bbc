import {readFileSync} from 'node:fs'
import {setTimeout as pause} from 'node:timers/promises'
import {ask} from '../test/support/ask.js'
import {CannedCluster} from '../test/support/canned-cluster.js'
import {ScreenTerminal} from '../test/support/screen-terminal.js'
import {TestServers} from '../test/support/servers.js'

const TICKS_PER_SECOND = 100
const WARM_UP_MS = 10_000

/**
 * What watch itself needs at an interval of a second: CPU, memory and bytes to the terminal, on simulated nodes whose
 * load changes all the time.
 */
export async function benchWatch(nodes: number, seconds: number): Promise<void> {
  const info = await realInfo()
  await using cluster = await CannedCluster.start(nodes, () => withLoad(info))
  const seed = `127.0.0.1:${cluster.nodes[0]?.port}`
  await using terminal = ScreenTerminal.start(['watch', seed], {width: 120, height: 40})
  await terminal.shows(/clustertool watch/)
  await pause(WARM_UP_MS)
  const {pid} = terminal
  const [cpu, bytes, began] = [cpuSeconds(pid), bytesOf(terminal), performance.now()]
  const before = readings(cluster)
  const memory = [memoryOf(pid)]
  for (let minute = 0; minute < seconds / 60; minute++) {
    await pause(Math.min(60, seconds) * 1000)
    memory.push(memoryOf(pid))
  }
  const elapsed = (performance.now() - began) / 1000
  const share = (100 * (cpuSeconds(pid) - cpu)) / elapsed
  const refreshes = (readings(cluster) - before) / nodes
  console.log(`watch of ${nodes} nodes, every second, 120x40, ${Math.round(elapsed)} s:`)
  console.log(`CPU: ${share.toFixed(1)} % of a core`)
  console.log(`memory: ${memory.map((one) => `${one.toFixed(0)} MB`).join(', ')}`)
  console.log(
    `bytes to the terminal: ${Math.round((bytesOf(terminal) - bytes) / refreshes)} for each of ${Math.round(refreshes)} refreshes`,
  )
  terminal.type('q')
  await terminal.ended()
}

async function realInfo(): Promise<string> {
  await using servers = await TestServers.start({count: 1})
  return String(await ask(servers.node(0), 'INFO'))
}

function withLoad(info: string): string {
  const load = Math.round(50_000 + Math.random() * 10_000)
  return info
    .replace(/^(instantaneous_ops_per_sec):.*/m, `$1:${load}`)
    .replace(/^(instantaneous_input_kbps):.*/m, `$1:${load / 10}`)
    .replace(/^(used_memory):.*/m, `$1:${load * 1000}`)
}

function bytesOf({written}: ScreenTerminal): number {
  return Buffer.byteLength(written)
}

function readings(cluster: CannedCluster): number {
  return cluster.count('INFO')
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

/** Resident memory in MB. */
function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
