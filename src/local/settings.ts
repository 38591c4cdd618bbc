import {ClusterToolError} from '../domain/errors.js'
import type {LocalCluster, LocalSettings} from './description.js'

/** What the user asks for; undefined: what the folder remembers, or the default. */
export type LocalWish = {
  readonly nodes: number | undefined
  readonly replicas: number | undefined
  readonly port: number | undefined
  readonly tls: boolean
  readonly password: string | undefined
  readonly acl: boolean
  readonly zones: number | undefined
  /** Server programs, as absolute paths, if there is more than one. */
  readonly servers: readonly string[] | undefined
}

/** What is started: the wish, completed. */
export type LocalShape = {
  readonly ports: {readonly first: number; readonly count: number}
  readonly settings: LocalSettings
}

const DEFAULTS = {nodes: 6, replicas: 1, port: 7000, zones: 1}

/** The settings of a folder that an earlier version wrote, which did not remember the number of replicas. */
function settingsOfEarlier({replicas = DEFAULTS.replicas}: LocalWish): LocalSettings {
  return {replicas, tls: false, login: 'none', zones: DEFAULTS.zones}
}

/** A new cluster as the user wants it. Throws USAGE for settings that contradict each other. */
export function newShape(wish: LocalWish): LocalShape {
  const {nodes = DEFAULTS.nodes, replicas = DEFAULTS.replicas, port = DEFAULTS.port} = wish
  const {zones = DEFAULTS.zones} = wish
  if (zones > nodes) {
    throw new ClusterToolError(
      'USAGE',
      `--zones ${zones} needs at least ${zones} nodes, and there are ${nodes}.`,
    )
  }
  const login = wish.acl ? 'acl' : wish.password === undefined ? 'none' : 'password'
  return {ports: {first: port, count: nodes}, settings: {replicas, tls: wish.tls, login, zones}}
}

/**
 * A cluster that exists in a folder. Throws REFUSED in a sentence that says with what it was started, if the user asks
 * for something else. `samePassword`: whether the password that the user gave is the one of the cluster.
 */
export function rememberedShape(
  dir: string,
  {nodes, ...before}: LocalCluster,
  {wish, samePassword}: {readonly wish: LocalWish; readonly samePassword: boolean},
): LocalShape {
  const first = Math.min(...nodes.map(({port}) => port))
  const settings = before.settings ?? settingsOfEarlier(wish)
  const different = [
    ...differentSize(wish, {first, count: nodes.length, ...settings}),
    ...differentAccess(wish, settings, samePassword),
    wish.servers && !haveServers(nodes, wish.servers) ? 'other --servers' : '',
  ].filter((part) => part !== '')
  if (different.length === 0) return {ports: {first, count: nodes.length}, settings}
  throw new ClusterToolError(
    'REFUSED',
    `${dir} holds a local cluster that was started with ${different.join(', ')}; clean it first or choose another folder.`,
    {hints: ['Started again without these flags, it has the settings that it had.']},
  )
}

type Size = Pick<LocalSettings, 'replicas' | 'zones'> & LocalShape['ports']

/** What the cluster was started with, for each value that is not as the user wants it. */
function differentSize(wish: LocalWish, {first, count, replicas, zones}: Size): string[] {
  const differs = (wanted: number | undefined, is: number) => wanted !== undefined && wanted !== is
  return [
    differs(wish.nodes, count) ? `--nodes ${count}` : '',
    differs(wish.port, first) ? `--port ${first}` : '',
    differs(wish.replicas, replicas) ? `--replicas ${replicas}` : '',
    differs(wish.zones, zones) ? (zones > 1 ? `--zones ${zones}` : 'no --zones') : '',
  ]
}

function differentAccess(
  {tls, acl, password}: LocalWish,
  settings: LocalSettings,
  samePassword: boolean,
): string[] {
  const passwordIs = settings.login === 'none' ? 'no --password' : 'another --password'
  return [
    tls && !settings.tls ? 'no --tls' : '',
    acl && settings.login !== 'acl' ? 'no --acl' : '',
    password !== undefined && !samePassword ? passwordIs : '',
  ]
}

function haveServers(nodes: LocalCluster['nodes'], servers: readonly string[]): boolean {
  const used = new Set(nodes.map(({program}) => program?.server))
  return used.size === new Set(servers).size && servers.every((server) => used.has(server))
}
