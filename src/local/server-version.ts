import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {ClusterToolError} from '../domain/errors.js'

/** What a server program is. */
export type ServerVersion = {readonly software: 'redis' | 'valkey'; readonly version: string}

/** Asks a program for its version. Throws REFUSED if it is not a Redis or Valkey server. */
export async function readVersion(program: string): Promise<ServerVersion> {
  const refusal = (cause?: unknown): ClusterToolError =>
    new ClusterToolError('REFUSED', `${program} is not a Redis or Valkey server.`, {cause})
  const limits = {timeout: 10_000, killSignal: 'SIGKILL'} as const
  const {stdout} = await run(program, ['--version'], limits).catch((error: unknown) => {
    throw refusal(error)
  })
  const version = parseVersion(stdout)
  if (version === undefined) throw refusal()
  return version
}

/** Reads the output of `--version`, such as `Redis server v=7.0.15 sha=…`; undefined for any other text. */
export function parseVersion(text: string): ServerVersion | undefined {
  const match = /^(Redis|Valkey) server v=([\d.]+)/.exec(text)
  if (match?.[2] === undefined) return undefined
  return {software: match[1] === 'Valkey' ? 'valkey' : 'redis', version: match[2]}
}

const run = promisify(execFile)
