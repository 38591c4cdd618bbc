import type {CallOutcome, ConfigureOutcome} from '../domain/answer.js'
import type {BackupOutcome} from '../domain/backup.js'
import type {
  ChangeOutcome,
  CheckOutcome,
  CreateOutcome,
  InfoOutcome,
  SlotOutcome,
  HealthyCluster,
} from '../domain/outcome.js'
import type {JudgedOperation} from '../domain/operation.js'
import type {SettingsOutcome} from '../domain/setting.js'
import {countSlots} from '../domain/slot.js'
import {type Shard, shardsOf} from '../domain/snapshot.js'
import {callOutcomeJson, configureOutcomeJson, settingsOutcomeJson} from './json-answers.js'
import {backupOutcomeJson} from './json-backup.js'
import {clusterJson} from './json-cluster.js'
import {changeOutcomeJson} from './json-change.js'
import {createOutcomeJson} from './json-create.js'
import {nodeRef, refsAmong} from './json-facts.js'
import {historyDocument, operationEntry} from './json-history.js'
import type {HistoryJson, NoOperationJson} from './json-operation-types.js'
import type {
  CallJson,
  BackupJson,
  ChangeJson,
  CheckJson,
  ConfigureJson,
  CreateJson,
  Document,
  ErrorDocument,
  InfoJson,
  SettingsJson,
  SlotJson,
} from './json-types.js'
import {keysOf, totalsOf} from './totals.js'
import type {Shim} from './shim-text.js'

/** The document of `check --json`. */
export function checkJson(outcome: CheckOutcome): Document<CheckJson> {
  const {status, searchedOwners} = outcome
  return toDocument('check', {status, searchedOwners, ...clusterJson(outcome)})
}

/** The document of `info --json`. */
export function infoJson({snapshot}: InfoOutcome): Document<InfoJson> {
  return toDocument('info', {
    takenAt: snapshot.takenAt,
    seed: refsAmong(snapshot.nodes)(snapshot.seed),
    totals: totalsOf(snapshot),
    primaries: shardsOf(snapshot).map(primaryJson),
  })
}

/** The document of `slot --json`. */
export function slotJson({keys}: SlotOutcome): Document<SlotJson> {
  return toDocument('slot', {
    keys: keys.map(({text, hex, slot, hashed, owners, replicas}) => ({
      key: text,
      hex,
      slot,
      hashed,
      owners: owners?.map(nodeRef),
      replicas: replicas?.map(nodeRef),
    })),
  })
}

/** The document of `create --json`. */
export function createJson(outcome: CreateOutcome): Document<CreateJson> {
  return toDocument('create', createOutcomeJson(outcome))
}

/** The document of a command that changes a running cluster. */
export function changeJson(command: string, outcome: ChangeOutcome): Document<ChangeJson> {
  return toDocument(command, changeOutcomeJson(outcome))
}

/** The same for a command that takes up or takes back an operation, or found none. */
export function operationJson(
  command: string,
  {
    outcome,
    over,
  }: {
    readonly outcome: ChangeOutcome | undefined
    readonly over?: JudgedOperation | undefined
  },
): Document<ChangeJson | NoOperationJson> {
  if (outcome) return changeJson(command, outcome)
  return toDocument(command, {status: 'nothing-to-do' as const, superseded: over && operationEntry(over)})
}

/** The document of `backup --json`. */
export function backupJson(outcome: BackupOutcome): Document<BackupJson> {
  return toDocument('backup', backupOutcomeJson(outcome))
}

/** The document of `history --json`. */
export function historyJson(journals: Parameters<typeof historyDocument>[0]): Document<HistoryJson> {
  return toDocument('history', historyDocument(journals))
}

/** The document of `call --json`. */
export function callJson(outcome: CallOutcome): Document<CallJson> {
  return toDocument('call', callOutcomeJson(outcome))
}

/** The document of `config get --json`. */
export function settingsJson(outcome: SettingsOutcome): Document<SettingsJson> {
  return toDocument('config get', settingsOutcomeJson(outcome))
}

/** The document of a command that sets one setting on all nodes. */
export function configureJson(command: string, outcome: ConfigureOutcome): Document<ConfigureJson> {
  return toDocument(command, configureOutcomeJson(outcome))
}

/** What a `local` command has to tell besides plain facts. */
export type LocalFacts = {
  readonly created?: CreateOutcome | undefined
  readonly healthy?: HealthyCluster | undefined
}

/** The document of a `local` command: its facts as they are, a create or a cluster in it as other documents have it. */
export function localJson(
  command: string,
  facts: LocalFacts & Readonly<Record<string, unknown>>,
): Document<object> {
  const {created, healthy, ...others} = facts
  return toDocument(command, {
    ...others,
    created: created && createOutcomeJson(created),
    healthy: healthy && clusterJson({...healthy, searchedOwners: false}),
  })
}

/** The document of `shim`: what was written where. */
export function shimJson(shim: Shim): Document<Shim> {
  return toDocument('shim', shim)
}

/** The document of a command that ended with an error. */
export function errorJson(command: string, error: ErrorDocument['error']): ErrorDocument {
  const {code, message, hints, details} = error
  return {schema: 1, command, error: {code, message, hints, details}}
}

export function toDocument<Outcome>(command: string, outcome: Outcome): Document<Outcome> {
  return {schema: 1, command, outcome}
}

function primaryJson({primary, replicas}: Shard): InfoJson['primaries'][number] {
  return {
    ...nodeRef(primary),
    reachable: primary.reachable,
    keys: keysOf(primary),
    slots: primary.slots,
    slotCount: countSlots(primary.slots),
    usedMemory: primary.info?.usedMemory,
    maxMemory: primary.info?.maxMemory,
    replicas: replicas.map((replica) => ({...nodeRef(replica), reachable: replica.reachable})),
  }
}
