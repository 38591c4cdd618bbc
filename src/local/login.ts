import {createHash, randomBytes} from 'node:crypto'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import {isAtLeast} from '../domain/version.js'
import type {ServerVersion} from './server-version.js'
import type {LocalSettings} from './description.js'
import {makeFolder} from '../storage/make-folder.js'

/** The ACL user of a cluster that was started with --acl. */
export const ACL_USER = 'admin'

/** The file with the password in the folder of a local cluster. */
export const PASSWORD_FILE = 'password'

/** The password of the local cluster in a folder; undefined if it has none. Throws REFUSED if it cannot be read. */
export async function readPassword(dir: string): Promise<string | undefined> {
  const path = join(dir, PASSWORD_FILE)
  try {
    return (await readFile(path, 'utf8')).replace(/\n$/, '')
  } catch (cause) {
    const {code} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    if (code === undefined) throw cause
    throw new ClusterToolError('REFUSED', `${path} cannot be read: ${messageOf(cause)}.`, {cause})
  }
}

/** A password that nobody has to remember, because it is in a file. */
export function newPassword(): string {
  return randomBytes(16).toString('hex')
}

/** Writes the file, which only the owner can read. Throws USAGE for a password that servers do not take. */
export async function writePassword(dir: string, password: string): Promise<void> {
  checkPassword(password)
  makeFolder(dir)
  await writeFile(join(dir, PASSWORD_FILE), `${password}\n`, {mode: 0o600})
}

function checkPassword(password: string): void {
  if (/^[\x21-\x7E]{1,512}$/.test(password)) return
  throw new ClusterToolError(
    'USAGE',
    '--password takes 1 to 512 printable ASCII characters without spaces, and this is something else.',
  )
}

/** The lines of a server's configuration that make clients log in; other nodes log in in the same way. */
export function loginLines(
  login: LocalSettings['login'],
  password: string | undefined,
  version: ServerVersion,
): string[] {
  if (login === 'none' || password === undefined) return []
  const secret = `"${password.replaceAll(/["\\]/g, String.raw`\$&`)}"`
  if (login === 'password') return [`requirepass ${secret}`, `masterauth ${secret}`]
  const hash = createHash('sha256').update(password).digest('hex')
  const channels = hasChannels(version) ? ' &*' : ''
  return [
    'user default off',
    `user ${ACL_USER} on #${hash} ~*${channels} +@all`,
    `masteruser ${ACL_USER}`,
    `masterauth ${secret}`,
  ]
}

/** Redis 6.2 gave users permissions for channels. */
function hasChannels({software, version}: ServerVersion): boolean {
  return software === 'valkey' || isAtLeast(version, 6, 2)
}

/** Throws REFUSED if a server is too old for ACL users or TLS, which came with Redis 6. */
export function refuseOldServer(
  {software, version}: ServerVersion,
  {login, tls}: Pick<LocalSettings, 'login' | 'tls'>,
): void {
  if (software === 'valkey' || isAtLeast(version, 6) || (login !== 'acl' && !tls)) return
  const flag = tls ? '--tls' : '--acl'
  throw new ClusterToolError(
    'REFUSED',
    `Redis ${version} is too old for ${flag}, which needs Redis 6.0 or later.`,
  )
}
