import type {LaneState} from '../import-state.js'
import {importState} from '../schemas/import-state.js'
import {parseJson, type Read, read} from './read.js'

/** How far an import had come, by server and database; or what is wrong with the text. */
export function parseImportState(text: string): Read<readonly (readonly [string, LaneState])[]> {
  const {value, problem} = read(importState, parseJson(text))
  return problem === undefined ? {value: value.lanes} : {problem}
}
