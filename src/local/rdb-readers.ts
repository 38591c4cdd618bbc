import type {RdbFormat, RdbReader} from '../domain/backup.js'
import {ClusterToolError} from '../domain/errors.js'
import {findServers} from './find-server.js'
import {canRead, readersOf} from './rdb-versions.js'
import {readVersion} from './server-version.js'

/**
 * What reads RDBs of these formats: in words, and the programs on this machine that read all of them, the preferred
 * one first.
 */
export async function rdbReaders(
  formats: readonly RdbFormat[],
): Promise<{readonly needs: string; readonly here: readonly RdbReader[]}> {
  const programs = await findServers().catch(whenNone)
  const readers = await Promise.all(
    programs.map(async (program) => ({program, ...(await readVersion(program))})),
  )
  const here = readers.filter((reader) => formats.every((format) => canRead(reader, format)))
  const unread = formats.find((format) => !readers.some((reader) => canRead(reader, format)))
  return {needs: readersOf(unread ?? newest(formats)), here}
}

/** Servers that read this one read the others too, if one server reads all of them. */
function newest(formats: readonly RdbFormat[]): RdbFormat {
  const rank = ({family, version}: RdbFormat) => (family === 'valkey' ? 1000 : 0) + version
  const [first = {family: 'redis' as const, version: 0}, ...others] = formats
  return others.reduce((a, b) => (rank(b) > rank(a) ? b : a), first)
}

function whenNone(error: unknown): readonly string[] {
  if (error instanceof ClusterToolError) return []
  throw error
}
