import type {RdbFormat} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import {findServers} from './find-server.js'
import {canRead, readersOf} from './rdb-versions.js'
import {readVersion} from './server-version.js'

/**
 * What to install so that RDBs of these formats can be restored on this machine; undefined if that is possible now.
 */
export async function missingReader(formats: readonly RdbFormat[]): Promise<string | undefined> {
  const programs = await findServers().catch(whenNone)
  const versions = await Promise.all(programs.map((program) => readVersion(program)))
  const unread = formats.find((format) => !versions.some((version) => canRead(version, format)))
  return unread && readersOf(unread)
}

function whenNone(error: unknown): readonly string[] {
  if (error instanceof ClusterToolError) return []
  throw error
}
