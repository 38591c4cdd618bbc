import type {FollowedPlace, OwnerRuns} from '../follow-state.js'
import {followState} from '../schemas/follow-state.js'
import {parseJson, type Read, read} from './read.js'

/** What is known of an earlier run. */
export type KnownState = {readonly places: readonly FollowedPlace[]; readonly owners: OwnerRuns}

/** How far an import that follows had come, by source server; or what is wrong with the text. */
export function parseFollowState(text: string): Read<KnownState> {
  const {value, problem} = read(followState, parseJson(text))
  if (problem !== undefined) return {problem}
  const places = value.sources.map((one) => ({...one, database: one.database}))
  return {value: {places, owners: value.owners}}
}
