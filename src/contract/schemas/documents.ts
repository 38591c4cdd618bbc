import * as v from 'valibot'
import {callOutcome, configureOutcome, settingsOutcome} from './answers.js'
import {bigKeysOutcome} from './big-keys.js'
import {changeOutcome, createOutcome, noOperationOutcome} from './change.js'
import {checkOutcome, infoOutcome, slotOutcome} from './cluster.js'
import {controlOutcome} from './control.js'
import {cutoverOutcome} from './cutover.js'
import {historyOutcome} from './history.js'
import {profileListOutcome, profileShowOutcome, profileTestOutcome} from './profile-outcomes.js'
import {backupOutcome, compareOutcome, importOutcome, verifyOutcome} from './keys.js'
import {
  localCleanOutcome,
  localStartOutcome,
  localStatusOutcome,
  localStopOutcome,
  shimOutcome,
} from './local.js'
import {mapOutcome} from './map.js'
import {rebalanceOutcome} from './rebalance.js'
import {reportOutcome} from './report.js'
import {spreadOutcome} from './spread.js'
import {waitOutcome} from './wait.js'
import {watchOutcome} from './watch.js'

/** What is in the outcome of each command that has --json. */
export const OUTCOMES = {
  check: checkOutcome,
  info: infoOutcome,
  slot: slotOutcome,
  call: callOutcome,
  'config get': settingsOutcome,
  'config set': configureOutcome,
  'set-timeout': configureOutcome,
  control: controlOutcome,
  create: createOutcome,
  failover: changeOutcome,
  roll: changeOutcome,
  replace: changeOutcome,
  replicate: changeOutcome,
  reshard: changeOutcome,
  rebalance: rebalanceOutcome,
  'add-node': changeOutcome,
  'del-node': changeOutcome,
  fix: changeOutcome,
  apply: changeOutcome,
  resume: v.union([changeOutcome, noOperationOutcome]),
  undo: v.union([changeOutcome, noOperationOutcome]),
  backup: backupOutcome,
  import: importOutcome,
  restore: importOutcome,
  verify: verifyOutcome,
  compare: compareOutcome,
  cutover: cutoverOutcome,
  history: historyOutcome,
  'big-keys': bigKeysOutcome,
  map: mapOutcome,
  report: reportOutcome,
  spread: spreadOutcome,
  wait: waitOutcome,
  watch: watchOutcome,
  'local start': localStartOutcome,
  'local status': localStatusOutcome,
  'local stop': localStopOutcome,
  'local clean': localCleanOutcome,
  shim: shimOutcome,
  'profile list': profileListOutcome,
  'profile show': profileShowOutcome,
  'profile test': profileTestOutcome,
} as const

const ENVELOPE = {schema: v.literal(1), command: v.string()}

/** The document of a command that ended with an error; docs/exit-codes.md lists the codes. */
export const errorDocument = v.object({
  ...ENVELOPE,
  error: v.object({
    code: v.picklist([
      'UNEXPECTED',
      'USAGE',
      'UNHEALTHY',
      'REFUSED',
      'UNREACHABLE',
      'INCOMPLETE',
      'CANCELLED',
    ]),
    message: v.string(),
    hints: v.array(v.string()),
    details: v.array(v.unknown()),
  }),
})

/** The document of a command that ran. */
export function documentOf<O extends v.GenericSchema>(outcome: O) {
  return v.object({...ENVELOPE, outcome})
}

/** The outcomes by command. */
export type Outcomes = typeof OUTCOMES

/** What is in the outcome of a command. */
export type OutcomeOf<C extends keyof Outcomes> = v.InferOutput<Outcomes[C]>

/** What a command that ended with an error prints. */
export type ErrorFields = v.InferOutput<typeof errorDocument>
