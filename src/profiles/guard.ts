import type {Stats} from 'node:fs'
import {ClusterToolError} from '../domain/errors.js'

/** What must be known of a file to decide who else has access to it. */
export type Access = Pick<Stats, 'mode' | 'uid'>

/**
 * Throws REFUSED if others can read a file with a password: its mode gives them a right, or its owner is neither you
 * nor root. `what` says what the file has to do with a password; `uid` is your user id, undefined on systems without.
 */
export function refuseReadable(path: string, access: Access, what: string, uid = process.getuid?.()): void {
  if (uid === undefined) return
  refuseForeign(path, access, {what, uid})
  if ((access.mode & 0o077) === 0) return
  throw new ClusterToolError('REFUSED', `${path} ${what}, and others can read it (mode ${modeOf(access)}).`, {
    hints: [`Keep it to yourself: chmod 600 ${quoted(path)}`],
  })
}

/** Throws REFUSED if others can write a file that names a command to run. */
export function refuseWritable(path: string, access: Access, what: string, uid = process.getuid?.()): void {
  if (uid === undefined) return
  refuseForeign(path, access, {what, uid})
  if ((access.mode & 0o022) === 0) return
  throw new ClusterToolError(
    'REFUSED',
    `${path} ${what}, and others can write it (mode ${modeOf(access)}).`,
    {
      hints: [`Keep it to yourself: chmod go-w ${quoted(path)}`],
    },
  )
}

function refuseForeign(
  path: string,
  access: Access,
  {what, uid}: {readonly what: string; readonly uid: number},
): void {
  if (access.uid === uid || access.uid === 0) return
  throw new ClusterToolError(
    'REFUSED',
    `${path} ${what}, and it belongs to another user (user id ${access.uid}).`,
    {hints: [`Make it yours: chown ${uid} ${quoted(path)} && chmod 600 ${quoted(path)}`]},
  )
}

function modeOf({mode}: Access): string {
  return (mode & 0o777).toString(8).padStart(4, '0')
}

function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}
