import {resolve, join} from 'node:path'
import {formatAddress} from '../../domain/address.js'
import {certificatesIn} from '../../local/certificates.js'
import type {LocalCluster} from '../../local/description.js'
import {ACL_USER, PASSWORD_FILE} from '../../local/login.js'

/** How to connect to a local cluster; contains no password. */
export type LocalAccess = {
  /** `host:port` of its first node. */
  readonly address: string
  readonly user: string | undefined
  readonly passwordFile: string | undefined
  readonly cacert: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
}

/** How to connect to the local cluster in a folder. */
export function localAccess(folder: string, {nodes, settings}: LocalCluster): LocalAccess {
  const dir = resolve(folder)
  const [address = ''] = nodes.map(({host = '127.0.0.1', port}) => formatAddress({host, port}))
  const {tls = false, login = 'none'} = settings ?? {}
  return {
    address,
    user: login === 'acl' ? ACL_USER : undefined,
    passwordFile: login === 'none' ? undefined : join(dir, PASSWORD_FILE),
    ...(tls ? tlsFiles(dir) : {cacert: undefined, cert: undefined, key: undefined}),
  }
}

function tlsFiles(dir: string): Pick<LocalAccess, 'cacert' | 'cert' | 'key'> {
  const {ca: cacert, ...files} = certificatesIn(dir)
  return {cacert, ...files}
}

/** The flags that commands need to connect, without the password. */
export function accessFlags({user, cacert, cert, key}: LocalAccess): string[] {
  return [
    ...(user === undefined ? [] : ['--user', user]),
    ...(cacert === undefined ? [] : ['--tls', '--cacert', cacert]),
    ...(cert === undefined || key === undefined ? [] : ['--cert', cert, '--key', key]),
  ]
}
