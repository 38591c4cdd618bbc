import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {createInterface} from 'node:readline'
import {fileURLToPath} from 'node:url'

/** Simulated nodes in another process, so that the time that they need is not measured with that of clustertool. */
export interface CannedNodes extends AsyncDisposable {
  /** `host:port` of the first one. */
  readonly seed: string
  /** How often all of them together received each command since the last call. */
  calls(): Promise<Readonly<Record<string, number>>>
}

/** Starts an even number of nodes; half of them are replicas, and the last primaries own no slots. */
export async function startCannedNodes(count: number): Promise<CannedNodes> {
  const script = fileURLToPath(new URL('serve.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]()
  const next = async () => {
    const {value} = await lines.next()
    if (value === undefined) throw new Error('the simulated nodes have ended')
    return value
  }
  return {
    seed: await next(),
    calls() {
      child.stdin.write('\n')
      return next().then((line) => JSON.parse(line) as Record<string, number>)
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}
