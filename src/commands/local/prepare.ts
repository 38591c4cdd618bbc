import {ClusterToolError} from '../../domain/errors.js'
import {type LocalCluster, type LocalSettings} from '../../local/description.js'
import {findServer} from '../../local/find-server.js'
import {readPassword} from '../../local/login.js'
import {portsFrom} from '../../local/ports.js'
import {makeSecrets, readSecrets, type Secrets} from '../../local/secrets.js'
import {type LocalShape, type LocalWish, newShape, rememberedShape} from '../../local/settings.js'
import type {StartOptions} from '../../local/start.js'
import {ownOfNodes} from './own-of-nodes.js'

/** What the servers of a local cluster are started with. */
export type Prepared = Pick<StartOptions, 'server' | 'ports' | 'own'> & {
  readonly settings: LocalSettings
  readonly secrets: Secrets
}

/** Prepares a new local cluster: finds its programs, and makes its password and certificates. Throws USAGE, REFUSED. */
export async function prepareNew(
  dir: string,
  wish: LocalWish,
  program: string | undefined,
): Promise<Prepared> {
  const {settings, ...shape} = newShape(wish)
  const ports = portsOf(shape)
  const server = await findServer(program ?? wish.servers?.[0])
  const own = await ownOfNodes(ports, {...settings, servers: wish.servers ?? [server]})
  const hosts = ports.map((port) => own.get(port)?.host ?? '127.0.0.1')
  const valid = {password: wish.password, hosts: [...new Set(['127.0.0.1', ...hosts, '::1'])]}
  return {server, ports, own, settings, secrets: await makeSecrets(dir, settings, valid)}
}

/** Prepares a local cluster that its folder remembers. Throws REFUSED if the user asks for other settings. */
export async function prepareAgain(
  dir: string,
  before: LocalCluster,
  {wish, program}: {readonly wish: LocalWish; readonly program: string | undefined},
): Promise<Prepared> {
  const servers = wish.servers && (await Promise.all(wish.servers.map((name) => findServer(name))))
  const samePassword = wish.password === (await readPassword(dir))
  if (program !== undefined && before.nodes.some((node) => node.program)) {
    throw new ClusterToolError(
      'REFUSED',
      `${dir} holds a local cluster of several programs, which --server cannot change; clean it first or choose another folder.`,
    )
  }
  const {settings, ...shape} = rememberedShape(dir, before, {wish: {...wish, servers}, samePassword})
  const server = await findServer(program ?? before.server)
  return {server, ports: portsOf(shape), settings, secrets: await readSecrets(dir, settings)}
}

function portsOf({ports}: Pick<LocalShape, 'ports'>): number[] {
  return portsFrom(ports.first, ports.count)
}
