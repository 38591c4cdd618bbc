import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** What a process used. */
export type Usage = {
  /** CPU time in milliseconds. */
  readonly cpuMs: number
  /** The most memory that was resident at one time, in MB. */
  readonly peakMB: number
  /** Milliseconds from the last byte that a server sent to the last one that was printed on stdout; 0 if it printed nothing. */
  readonly printMs: number
}

const PRELOADED = fileURLToPath(new URL('usage.cjs', import.meta.url))

/** Runs a program with additional variables in its environment, and returns what it used. It must be a Node.js program. */
export async function usageOf<T>(
  run: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<{readonly result: T; readonly usage: Usage}> {
  const folder = mkdtempSync(join(tmpdir(), 'clustertool-usage-'))
  const file = join(folder, 'usage.json')
  try {
    const result = await run({NODE_OPTIONS: `--require ${PRELOADED}`, CLUSTERTOOL_USAGE: file})
    return {result, usage: JSON.parse(readFileSync(file, 'utf8')) as Usage}
  } finally {
    rmSync(folder, {recursive: true})
  }
}
