import {existsSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'

/** The client that was shipped with a server program: the cluster manager that clustertool is measured against. */
export function shippedTool(server: string): string {
  const path = join(dirname(server), basename(server).replace('server', 'cli'))
  if (existsSync(path)) return path
  throw new Error(`${path} is missing: the bench compares with the tool that is shipped with the server`)
}
