import {type CommandDocument} from '../../contract/document.js'
import {passwordKeyOf, type ShownProfile} from '../../contract/profile.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {Env} from '../../profiles/env.js'
import {noProfile, type Profiles, readProfiles} from '../../profiles/file.js'
import {configPlace} from '../../profiles/place.js'
import {targetInEnv} from '../../profiles/target.js'

/** What `profile list` finds. */
export type ProfileList = CommandDocument<'profile list'>['outcome']

/** All profiles, also those that cannot be used. Throws USAGE or REFUSED if the file as a whole cannot be used. */
export async function listProfiles(env: Env): Promise<ProfileList> {
  const {path} = configPlace(env)
  const profiles = await readProfiles(env)
  if (!profiles) return {file: path, exists: false, profiles: []}
  const chosen = defaultName(profiles, env)
  return {
    file: path,
    exists: true,
    profiles: profiles.names.map((name) => ({name, default: name === chosen, ...summary(profiles, name)})),
  }
}

type Summary = Omit<ProfileList['profiles'][number], 'name' | 'default'>

function summary(profiles: Profiles, name: string): Summary {
  try {
    const {settings} = profiles.profile(name)
    const {seeds, user, tls = false} = settings
    return {problem: undefined, seeds, user, passwordFrom: passwordKeyOf(settings), tls}
  } catch (error) {
    if (!(error instanceof ClusterToolError)) throw error
    return {problem: error.message, seeds: [], user: undefined, passwordFrom: undefined, tls: undefined}
  }
}

/** One profile; without a name, the default. Throws USAGE if there is none. */
export async function findProfile(word: string | undefined, env: Env): Promise<ShownProfile> {
  const profiles = await readProfiles(env)
  const {path} = configPlace(env)
  const chosen = profiles && defaultName(profiles, env)
  const name = word?.replace(/^@/, '') ?? chosen
  if (name === undefined) {
    const known = profiles?.names ?? []
    throw new ClusterToolError('USAGE', 'No profile was named, and there is no default.', {
      hints: [known.length === 0 ? `${path} has no profiles.` : `Name one of ${known.join(', ')}.`],
    })
  }
  if (!profiles) throw noProfile(name, path, [])
  return {...profiles.profile(name), default: name === chosen}
}

function defaultName({defaultName}: Profiles, env: Env): string | undefined {
  const inEnv = targetInEnv(env)
  if (!inEnv) return defaultName
  return inEnv.target.kind === 'profile' ? inEnv.target.name : undefined
}
