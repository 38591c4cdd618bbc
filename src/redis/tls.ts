import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {type ConnectionOptions, createSecureContext, DEFAULT_CIPHERS} from 'node:tls'
import {ClusterToolError} from '../domain/errors.js'

/** The TLS flags: paths of PEM files, the server name, and whether to accept any certificate. */
export type TlsFiles = {
  readonly cacert: string | undefined
  readonly cacertdir: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly sni: string | undefined
  readonly insecure: boolean
  readonly 'tls-ciphers'?: string | undefined
  readonly 'tls-ciphersuites'?: string | undefined
}

type Origin = (key: Exclude<keyof TlsFiles, 'sni' | 'insecure'>) => string

const byFlag: Origin = (key) => `given with --${key}`

/**
 * Reads the files for a TLS connection. As in redis-cli, the chain is verified and the host name is not: nodes are
 * found by the IP addresses that they announce, and their certificates seldom contain those. Throws USAGE, naming a
 * file that cannot be read, or ciphers that do not exist; `origin` says where a value comes from.
 */
export async function loadTls(files: TlsFiles, origin: Origin = byFlag): Promise<ConnectionOptions> {
  if ((files.cert === undefined) !== (files.key === undefined)) {
    throw new ClusterToolError(
      'USAGE',
      'A client certificate needs both --cert and --key; only one was given.',
    )
  }
  const authorities = [
    ...(files.cacert === undefined ? [] : [await readPem(files.cacert, origin('cacert'))]),
    ...(files.cacertdir === undefined ? [] : await readFolder(files.cacertdir, origin('cacertdir'))),
  ]
  return {
    rejectUnauthorized: !files.insecure,
    checkServerIdentity: () => undefined,
    ...(authorities.length > 0 && {ca: authorities}),
    ...(files.cert !== undefined && {cert: await readPem(files.cert, origin('cert'))}),
    ...(files.key !== undefined && {key: await readPem(files.key, origin('key'))}),
    ...(files.sni !== undefined && {servername: files.sni}),
    ...ciphers(files, origin),
  }
}

/**
 * Node.js has one list for both. What is not in it is disabled, so the half that the user did not give gets its
 * defaults.
 */
function ciphers(
  {'tls-ciphers': upTo12, 'tls-ciphersuites': since13}: TlsFiles,
  origin: Origin,
): ConnectionOptions {
  if (upTo12 === undefined && since13 === undefined) return {}
  const defaults = DEFAULT_CIPHERS.split(':')
  const isSuite = (name: string) => name.startsWith('TLS_')
  const suites = since13 ?? defaults.filter(isSuite).join(':')
  const others = upTo12 ?? defaults.filter((name) => !isSuite(name)).join(':')
  const all = `${suites}:${others}`
  try {
    createSecureContext({ciphers: all})
  } catch (cause) {
    const [key, text] =
      since13 === undefined ? (['tls-ciphers', upTo12] as const) : (['tls-ciphersuites', since13] as const)
    throw new ClusterToolError('USAGE', `"${text}", ${origin(key)}, is not a cipher.`, {cause})
  }
  return {ciphers: all}
}

async function readFolder(folder: string, origin: string): Promise<Buffer[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch((cause: unknown) => {
    throw unreadable(folder, origin, cause)
  })
  const files = entries.filter((entry) => !entry.isDirectory())
  return Promise.all(files.map((entry) => readPem(join(folder, entry.name), origin)))
}

async function readPem(path: string, origin: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw unreadable(path, origin, cause)
  })
}

function unreadable(path: string, origin: string, cause: unknown): ClusterToolError {
  const why = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read'
  return new ClusterToolError('USAGE', `${path}, ${origin}, ${why}.`, {cause})
}
