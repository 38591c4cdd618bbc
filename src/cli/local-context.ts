import {hostname} from 'node:os'
import type {Operator} from '../domain/operator.js'
import {stateFolder} from '../journal/folder.js'

/** What operations need to know about this machine: the operator, and the folder of the journals. */
export function localContext(): {readonly operator: Operator; readonly stateFolder: string} {
  const startedAt = Math.round(performance.timeOrigin)
  return {
    operator: {host: hostname(), pid: process.pid, startedAt},
    stateFolder: stateFolder(process.env),
  }
}
