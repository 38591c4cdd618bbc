import type {SeedsOutcome, SeedTest} from '../domain/seed-test.js'
import {type CommandDocument, documentOf} from './document.js'
import type {Profile} from './schemas/profile.js'

type ListFields = CommandDocument<'profile list'>['outcome']
type SeedFields = CommandDocument<'profile test'>['outcome']['seeds'][number]

/** The key of a profile that says what the password is. */
export type PasswordKey = ListFields['profiles'][number]['passwordFrom'] & string

/** A profile as users may see it. */
export type ShownProfile = {
  readonly name: string
  readonly file: string
  readonly default: boolean
  readonly settings: Profile
}

/** Where the password of a profile is. */
export function passwordKeyOf(settings: Profile): PasswordKey {
  const keys = ['password', 'password-file', 'password-command'] as const
  return keys.find((key) => settings[key] !== undefined) ?? 'nowhere'
}

/** The document of `profile list --json`. */
export function profileListDocument(outcome: ListFields): CommandDocument<'profile list'> {
  return documentOf('profile list', outcome)
}

/** The document of `profile show --json`, without secrets. */
export function profileShowDocument(shown: ShownProfile): CommandDocument<'profile show'> {
  const {password: _password, 'password-command': _command, ...settings} = shown.settings
  const passwordFrom = passwordKeyOf(shown.settings)
  return documentOf('profile show', {
    name: shown.name,
    file: shown.file,
    default: shown.default,
    passwordFrom,
    settings,
  })
}

/** The document of `profile test --json`. */
export function profileTestDocument(outcome: SeedsOutcome): CommandDocument<'profile test'> {
  const {status, profile, file, seeds, clusters} = outcome
  return documentOf('profile test', {
    status,
    profile,
    file,
    seeds: seeds.map(seedFields),
    clusters: clusters.map((addresses) => [...addresses]),
  })
}

function seedFields({address, milliseconds, tls, reason, answer}: SeedTest): SeedFields {
  return {
    address,
    answers: answer !== undefined,
    reason,
    milliseconds,
    tls,
    login: answer?.login,
    user: answer?.user,
    node: answer?.node,
    role: answer?.role,
    version: answer?.version,
    clusterState: answer?.clusterState,
    knownNodes: answer?.members.length,
  }
}
