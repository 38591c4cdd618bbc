import type {Answer, Configured, ConfigureOutcome} from '../domain/answer.js'
import type {Setting, SettingsOutcome} from '../domain/setting.js'

const STARS = '***'

/** Whether a setting is a password: requirepass, masterauth, primaryauth, tls-key-file-pass and similar ones. */
export function isSecret(name: string): boolean {
  return /(pass|auth|password)$/i.test(name)
}

/** The outcome without passwords: it only says whether there is one. */
export function withoutSecrets(outcome: ConfigureOutcome): ConfigureOutcome {
  const {name, value, answers} = outcome
  if (!isSecret(name)) return outcome
  return {...outcome, value: hidden(value), answers: answers.map((answer) => hideIn(answer, value))}
}

/** The settings without passwords. It is still visible which nodes differ. */
export function withoutSecretSettings(outcome: SettingsOutcome): SettingsOutcome {
  const settings = outcome.settings.map(withoutSecret)
  return {...outcome, settings, answers: outcome.answers.map((answer) => ({...answer, value: []}))}
}

/** The setting without its values if it is a password. It is still visible which nodes differ. */
export function withoutSecret(setting: Setting): Setting {
  if (!isSecret(setting.name)) return setting
  return {...setting, groups: setting.groups.map(({value, nodes}) => ({value: hidden(value), nodes}))}
}

function hideIn(answer: Answer<Configured>, secret: string): Answer<Configured> {
  // A server may repeat in its error what it was sent.
  const without = (text: string) => (secret === '' ? text : text.replaceAll(secret, STARS))
  if (answer.status !== 'ok') return {...answer, error: without(answer.error)}
  const {before, after, saved, notSavedBecause} = answer.value
  const value = {
    before: hidden(before),
    after: hidden(after),
    saved,
    notSavedBecause: notSavedBecause === undefined ? undefined : without(notSavedBecause),
  }
  return {...answer, value}
}

/** An empty password is not a secret. */
function hidden<T extends string | undefined>(value: T): T | typeof STARS {
  return value === undefined || value === '' ? value : STARS
}
