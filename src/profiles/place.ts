import {homedir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import type {Env} from './env.js'

/** Where the configuration file is; `named`: CLUSTERTOOL_CONFIG names it, so it must be there. */
export type ConfigPlace = {readonly path: string; readonly named: boolean}

/** The configuration file: CLUSTERTOOL_CONFIG, or the one in XDG_CONFIG_HOME. */
export function configPlace(env: Env): ConfigPlace {
  const named = env['CLUSTERTOOL_CONFIG']
  if (named) return {path: resolve(named), named: true}
  const home = env['XDG_CONFIG_HOME']
  // The XDG base directory specification says that a relative path must be ignored.
  const folder = home?.startsWith('/') ? home : join(homedir(), '.config')
  return {path: join(folder, 'clustertool', 'config.toml'), named: false}
}

/** A path in the configuration file: `~` is the home folder, and a relative path starts at the file's folder. */
export function pathFrom(configFile: string, path: string): string {
  if (path === '~' || path.startsWith('~/')) return join(homedir(), path.slice(1))
  return resolve(dirname(configFile), path)
}
