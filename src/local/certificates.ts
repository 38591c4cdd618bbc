import {execFile} from 'node:child_process'
import {chmod, mkdtemp, rename, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {ClusterToolError} from '../domain/errors.js'
import {makeFolder} from '../storage/make-folder.js'

/** Paths of PEM files: the authority, and a certificate with its key that nodes and clients share. */
export type Certificates = {readonly ca: string; readonly cert: string; readonly key: string}

/** Ten years: nobody should have to renew the certificates of a test cluster. */
const DAYS = '3650'

/** The folder of the certificates in the folder of a local cluster. */
export const TLS_FOLDER = 'tls'

/** Where the certificates of the local cluster in a folder are. */
export function certificatesIn(dir: string): Certificates {
  const path = (name: string) => join(dir, TLS_FOLDER, name)
  return {ca: path('ca.crt'), cert: path('node.crt'), key: path('node.key')}
}

/**
 * Makes the certificates of a local cluster with openssl, for localhost and these IP addresses. Only the owner can
 * read the key. An interrupted attempt leaves no folder of that name. Throws REFUSED if there is no openssl, or if it
 * fails.
 */
export async function makeCertificates(dir: string, hosts: readonly string[]): Promise<Certificates> {
  makeFolder(dir)
  const draft = await mkdtemp(join(dir, '.tls-'))
  try {
    await writeFile(join(draft, 'openssl.cnf'), config(hosts))
    for (const words of COMMANDS) await openssl(draft, words.split(' '))
    await Promise.all(['ca.key', 'node.csr', 'openssl.cnf'].map((name) => rm(join(draft, name))))
    await chmod(join(draft, 'node.key'), 0o600)
    await rename(draft, join(dir, TLS_FOLDER))
    return certificatesIn(dir)
  } catch (error) {
    await rm(draft, {recursive: true, force: true})
    throw error
  }
}

/** Their own configuration, because that of the system may be missing or ask questions. */
function config(hosts: readonly string[]): string {
  return `[req]
distinguished_name = name
prompt = no
[name]
CN = clustertool local
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[node]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth,clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = ${['DNS:localhost', ...hosts.map((host) => `IP:${host}`)].join(',')}
`
}

const COMMANDS = [
  'ecparam -name prime256v1 -genkey -noout -out ca.key',
  'ecparam -name prime256v1 -genkey -noout -out node.key',
  `req -config openssl.cnf -x509 -new -sha256 -extensions authority -key ca.key -subj /CN=clustertool-local-authority -days ${DAYS} -out ca.crt`,
  'req -config openssl.cnf -new -sha256 -key node.key -out node.csr',
  `x509 -req -sha256 -in node.csr -CA ca.crt -CAkey ca.key -set_serial 2 -days ${DAYS} -extfile openssl.cnf -extensions node -out node.crt`,
] as const

const run = promisify(execFile)

async function openssl(cwd: string, args: readonly string[]): Promise<void> {
  await run('openssl', args, {cwd, timeout: 30_000}).catch((cause: unknown) => {
    const {code, stderr} = cause as {code?: unknown; stderr?: string}
    const reason = stderr?.trim().split('\n').at(-1) ?? 'unknown reason'
    const message =
      code === 'ENOENT'
        ? '--tls makes certificates with openssl, and there is no openssl on PATH; install it, such as with: sudo apt-get install openssl'
        : `openssl could not make certificates: ${reason}`
    throw new ClusterToolError('REFUSED', message, {cause})
  })
}
