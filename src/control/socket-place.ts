import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {readdir, readFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {basename, dirname, join} from 'node:path'

/** The socket of an operation, beside its journal. */
const SOCKET = '.sock'
/** A file that holds the path of the socket, if that is elsewhere. */
const POINTER = '.sock-path'

/** The longest path that a socket may have: 104 bytes with a zero at the end on macOS, 108 on Linux. */
const LONGEST = 103

/** Where an operation listens: the path of its socket, and what has to be removed when it ends. */
export type SocketPlace = {readonly path: string; readonly remove: () => void}

/** The place beside the journal; undefined if its path is too long for a socket. */
export function placeBeside(folder: string, id: string): SocketPlace | undefined {
  const path = join(folder, `${id}${SOCKET}`)
  return Buffer.byteLength(path) > LONGEST ? undefined : {path, remove: () => rmSync(path, {force: true})}
}

/**
 * A place in a new folder that only this user can enter, and a file beside the journal that names it. Throws what the
 * file system says.
 */
export function placeElsewhere(
  folder: string,
  id: string,
  env: Readonly<Record<string, string | undefined>>,
): SocketPlace {
  const runtime = env['XDG_RUNTIME_DIR']
  const own = mkdtempSync(join(runtime?.startsWith('/') ? runtime : tmpdir(), 'clustertool-'))
  const path = join(own, `s${SOCKET}`)
  const pointer = join(folder, `${id}${POINTER}`)
  const remove = () => {
    rmSync(own, {recursive: true, force: true})
    rmSync(pointer, {force: true})
  }
  try {
    writeFileSync(pointer, path, {mode: 0o600})
  } catch (error) {
    remove()
    throw error
  }
  return {path, remove}
}

/** A socket that was found, and the id of the operation that made it. */
export type FoundSocket = {readonly id: string; readonly path: string}

/** The number of the process that made it, which is in the id; NaN if it is not. */
export function processOf({id}: Pick<FoundSocket, 'id'>): number {
  return Number(id.split('-').at(-2))
}

/** The sockets of a folder, oldest operation first. Whether anybody listens is not known. */
export async function findSockets(folder: string): Promise<FoundSocket[]> {
  const names: string[] = await readdir(folder).catch(() => [])
  const found = names.toSorted().map(async (name): Promise<FoundSocket[]> => {
    if (name.endsWith(SOCKET)) return [{id: basename(name, SOCKET), path: join(folder, name)}]
    if (!name.endsWith(POINTER)) return []
    const path = await readFile(join(folder, name), 'utf8').catch(() => '')
    return path === '' ? [] : [{id: basename(name, POINTER), path}]
  })
  return (await Promise.all(found)).flat()
}

/** Removes what a process that was killed has left of its socket. */
export function removeSocket(folder: string, {id, path}: FoundSocket): void {
  rmSync(join(folder, `${id}${SOCKET}`), {force: true})
  rmSync(join(folder, `${id}${POINTER}`), {force: true})
  const own = dirname(path)
  if (own !== folder && basename(own).startsWith('clustertool-')) rmSync(own, {recursive: true, force: true})
}
