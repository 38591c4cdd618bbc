import type {FollowedPlace} from '../follow-state.js'
import {followState} from '../schemas/follow-state.js'
import {parseJson, type Read, read} from './read.js'

/** How far an import that follows had come, by source server; or what is wrong with the text. */
export function parseFollowState(text: string): Read<readonly FollowedPlace[]> {
  const {value, problem} = read(followState, parseJson(text))
  if (problem !== undefined) return {problem}
  return {value: value.sources.map((one) => ({...one, database: one.database}))}
}
