import type {ControlReply, ControlRequest} from '../../domain/control.js'
import {controlReply, controlRequest} from '../schemas/control.js'
import {parseJson, type Read, read} from './read.js'

/** What the socket of an operation was told; or what is wrong with the line. */
export function parseRequest(line: string): Read<ControlRequest> {
  const {value, problem} = read(controlRequest, parseJson(line))
  if (problem !== undefined) return {problem}
  const {version: _version, ...request} = value
  return {value: request as ControlRequest}
}

/** What an operation answered; or what is wrong with the line. */
export function parseReply(line: string): Read<ControlReply> {
  const {value, problem} = read(controlReply, parseJson(line))
  if (problem !== undefined) return {problem}
  return {value: 'refused' in value ? {refused: value.refused} : {status: value.status as never}}
}
