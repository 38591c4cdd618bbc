import {rm, rmdir, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {ClusterToolError} from '../domain/errors.js'
import {type Certificates, certificatesIn, makeCertificates, TLS_FOLDER} from './certificates.js'
import {newPassword, PASSWORD_FILE, readPassword, writePassword} from './login.js'
import type {LocalSettings} from './description.js'

/** What makes the nodes of a local cluster secure. */
export type Secrets = {readonly password: string | undefined; readonly certificates: Certificates | undefined}

type SecretNeeds = Pick<LocalSettings, 'tls' | 'login'>

/**
 * Makes the certificates and the password file of a new local cluster. `hosts`: the addresses for which certificates
 * are valid. Throws REFUSED if files of that name are there already, or if certificates cannot be made, and USAGE for
 * a password that servers do not take.
 */
export async function makeSecrets(
  dir: string,
  {tls, login}: SecretNeeds,
  {password, hosts}: {readonly password: string | undefined; readonly hosts: readonly string[]},
): Promise<Secrets> {
  if (login !== 'none') await refuseForeign(join(dir, PASSWORD_FILE))
  if (tls) await refuseForeign(join(dir, TLS_FOLDER))
  const secret = login === 'none' ? undefined : (password ?? newPassword())
  try {
    if (secret !== undefined) await writePassword(dir, secret)
    return {password: secret, certificates: tls ? await makeCertificates(dir, hosts) : undefined}
  } catch (error) {
    await removeSecrets(dir, {tls, login})
    throw error
  }
}

/** The secrets of a local cluster that exists. Throws REFUSED if its password file or its certificates are missing. */
export async function readSecrets(dir: string, {tls, login}: SecretNeeds): Promise<Secrets> {
  const password = login === 'none' ? undefined : await readPassword(dir)
  if (login !== 'none' && password === undefined) throw missing(join(dir, PASSWORD_FILE))
  if (tls && !(await exists(join(dir, TLS_FOLDER)))) throw missing(join(dir, TLS_FOLDER))
  return {password, certificates: tls ? certificatesIn(dir) : undefined}
}

/** Deletes what makeSecrets made, and the folder if nothing else is in it. */
export async function removeSecrets(dir: string, {tls, login}: SecretNeeds): Promise<void> {
  if (login !== 'none') await rm(join(dir, PASSWORD_FILE), {force: true})
  if (tls) await rm(join(dir, TLS_FOLDER), {recursive: true, force: true})
  await rmdir(dir).catch(() => undefined)
}

async function refuseForeign(path: string): Promise<void> {
  if (!(await exists(path))) return
  throw new ClusterToolError(
    'REFUSED',
    `${path} exists already and is not of a local cluster; choose another folder.`,
  )
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

function missing(path: string): ClusterToolError {
  return new ClusterToolError(
    'REFUSED',
    `${path} is missing, which the local cluster needs; clean the folder first.`,
  )
}
