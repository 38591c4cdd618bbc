import {constants} from 'node:fs'
import {access, stat} from 'node:fs/promises'
import {delimiter, join, resolve} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import {installCommand} from './install-command.js'

/**
 * The server program to start, as an absolute path: the given one, or $CLUSTERTOOL_SERVER, or redis-server or
 * valkey-server on PATH. A name without a slash is looked up on PATH. Throws REFUSED if there is none.
 */
export async function findServer(path?: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const wanted = path ?? (env['CLUSTERTOOL_SERVER'] || undefined)
  if (wanted !== undefined) {
    const found = await findProgram(wanted, env)
    if (found === undefined) throw new ClusterToolError('REFUSED', `${wanted} is not an executable program.`)
    return found
  }
  const found = (await findProgram('redis-server', env)) ?? (await findProgram('valkey-server', env))
  if (found === undefined) throw await noServer()
  return found
}

/**
 * All server programs that can be used, the preferred one first, as absolute paths: only the given one, or
 * $CLUSTERTOOL_SERVER, redis-server and valkey-server on PATH. Throws REFUSED if there is none.
 */
export async function findServers(
  path?: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly string[]> {
  if (path !== undefined) return [await findServer(path, env)]
  const wanted = [env['CLUSTERTOOL_SERVER'] || undefined, 'redis-server', 'valkey-server']
  const found = await Promise.all(
    wanted.map(async (name) => (name === undefined ? undefined : findProgram(name, env))),
  )
  const programs = [...new Set(found.filter((program) => program !== undefined))]
  if (programs.length === 0) throw await noServer()
  return programs
}

async function findProgram(name: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = name.includes('/') ? [''] : (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  for (const folder of folders) {
    const path = resolve(join(folder, name))
    if (await isProgram(path)) return path
  }
  return undefined
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}

async function noServer(): Promise<ClusterToolError> {
  const command = await installCommand()
  const remedy = command === undefined ? 'install one of them' : `install one with: ${command}`
  return new ClusterToolError('REFUSED', `There is no redis-server or valkey-server on PATH; ${remedy}`, {
    hints: command === undefined ? [] : [command],
  })
}
