import {startCannedNodes} from '../test/support/canned-nodes/start.js'
import {type Usage, usageOf} from '../test/support/usage.js'
import {formatTime, median} from './figures.js'
import {CLUSTERTOOL, run} from './run.js'

const RUNS = 3

type Figures = Usage & {readonly milliseconds: number}

/**
 * What commands need that read a big cluster: time and CPU time of the whole process, memory, the time from the last reply to
 * the last line of output, and the commands that each node gets. The nodes are simulated, in another process.
 */
export async function benchThousand(count: number): Promise<void> {
  await using nodes = await startCannedNodes(count)
  const {seed} = nodes
  const commands = [
    ['check', seed],
    ['info', seed],
    ['map', seed],
    ['spread', seed, '--dry-run'],
    ['rebalance', seed, '--use-empty-primaries', '--dry-run'],
    ['reshard', seed, '--from', 'all', '--to', seed, '--slots', '100', '--dry-run'],
  ]
  for (const command of commands) {
    const runs: Figures[] = []
    for (let at = 0; at < RUNS; at++) runs.push(await measure(command))
    const of = (figure: keyof Figures) => median(runs.map((one) => one[figure]))
    console.log(
      `${command[0]} of ${count} nodes: ${formatTime(of('milliseconds'))}, CPU ${formatTime(of('cpuMs'))}, ` +
        `${Math.round(of('peakMB'))} MB, printed ${formatTime(of('printMs'))} after the last reply (medians of ${RUNS})`,
    )
    const calls = Object.entries(await nodes.calls())
    console.log(
      `  for each node: ${calls.map(([name, times]) => `${name} ${+(times / count / RUNS).toFixed(2)}`).join(', ')}`,
    )
  }
}

async function measure(command: readonly string[]): Promise<Figures> {
  const {result, usage} = await usageOf((env) => run([...CLUSTERTOOL, ...command], {env}))
  // The nodes are all on one host, which `check` and `spread` find fault with.
  if (result.exitCode !== 0) throw new Error(result.output)
  return {...usage, milliseconds: result.milliseconds}
}
