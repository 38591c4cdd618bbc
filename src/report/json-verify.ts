import type {VerifyOutcome} from '../domain/verify.js'
import {type TroublesJson, troublesJson} from './json-import.js'
import {toDocument} from './json.js'
import type {Document} from './json-types.js'

type VerifyJson = Omit<VerifyOutcome, 'troubles'> & {readonly troubles: TroublesJson}

/** The document of `verify --json`. */
export function verifyJson({troubles, ...outcome}: VerifyOutcome): Document<VerifyJson> {
  return toDocument('verify', {...outcome, troubles: troublesJson(troubles)})
}
