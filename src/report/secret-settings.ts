import type {Answer, Configured, ConfigureOutcome} from '../domain/answer.js'
import type {SettingsOutcome} from '../domain/setting.js'

const STARS = '***'

/** requirepass, masterauth, primaryauth, tls-key-file-pass and the like. */
export function isSecret(name: string): boolean {
  return /(pass|auth|password)$/i.test(name)
}

/** The same outcome, fit to be shown: of a password only whether there is one. */
export function withoutSecrets(outcome: ConfigureOutcome): ConfigureOutcome {
  const {name, value, answers} = outcome
  if (!isSecret(name)) return outcome
  return {...outcome, value: hidden(value), answers: answers.map((answer) => hideIn(answer, value))}
}

/** The same for settings that were read. Which nodes differ is still to be seen. */
export function withoutSecretSettings(outcome: SettingsOutcome): SettingsOutcome {
  const settings = outcome.settings.map((setting) => {
    if (!isSecret(setting.name)) return setting
    return {...setting, groups: setting.groups.map(({value, nodes}) => ({value: hidden(value), nodes}))}
  })
  return {...outcome, settings, answers: outcome.answers.map((answer) => ({...answer, value: []}))}
}

function hideIn(answer: Answer<Configured>, secret: string): Answer<Configured> {
  // A server may repeat what it was sent in its error.
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

/** That there is none is no secret. */
function hidden<T extends string | undefined>(value: T): T | typeof STARS {
  return value === undefined || value === '' ? value : STARS
}
