import {hostname} from 'node:os'
import type {Operator} from '../domain/operator.js'
import {stateFolder} from '../journal/folder.js'
import {stopOnRequest} from './signals.js'

/**
 * What operations need to know about this machine: the operator, the folder of the journals, and how another terminal
 * stops them.
 */
export function localContext(): {
  readonly operator: Operator
  readonly stateFolder: string
  readonly stop: (by: string) => void
} {
  const startedAt = Math.round(performance.timeOrigin)
  return {
    operator: {host: hostname(), pid: process.pid, startedAt},
    stateFolder: stateFolder(process.env),
    stop: stopOnRequest,
  }
}
