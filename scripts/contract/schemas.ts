import {toJsonSchema} from '@valibot/to-json-schema'
import * as v from 'valibot'
import {reply} from '../../src/contract/schemas/answers.js'
import {backupDescription, backupNodes} from '../../src/contract/schemas/backup.js'
import {changeOutcome, createOutcome, plannedStep, step} from '../../src/contract/schemas/change.js'
import {cluster} from '../../src/contract/schemas/cluster.js'
import {documentOf, errorDocument, OUTCOMES} from '../../src/contract/schemas/documents.js'
import {progressEvent} from '../../src/contract/schemas/event.js'
import {finding, findingCode} from '../../src/contract/schemas/finding.js'
import {operation} from '../../src/contract/schemas/history.js'
import {historyEvent} from '../../src/contract/schemas/history-event.js'
import {importState} from '../../src/contract/schemas/import-state.js'
import {journalLine} from '../../src/contract/schemas/journal.js'
import {nodeId, slotRanges, time} from '../../src/contract/schemas/parts.js'
import {planFile} from '../../src/contract/schemas/plan.js'
import {profile, profileFile} from '../../src/contract/schemas/profile.js'
import {nodeRef} from '../../src/contract/schemas/refs.js'
import {scanState} from '../../src/contract/schemas/scan-state.js'
import {savedKeyLine} from '../../src/contract/schemas/saved-key.js'
import {audit, placementAction} from '../../src/contract/schemas/spread.js'
import {savedStep} from '../../src/contract/schemas/steps.js'

/** The part of a JSON Schema that the tables need. */
export type Schema = {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema | readonly Schema[]
  readonly prefixItems?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

const PARTS = {nodeId, slots: slotRanges, time}

/** Parts that several documents of --json share. */
const SHARED = {
  ...PARTS,
  node: nodeRef,
  finding,
  cluster,
  step,
  'planned-step': plannedStep,
  operation,
  audit,
  'placement-action': placementAction,
  change: changeOutcome,
  create: createOutcome,
  reply,
  findingCode,
}

/** The documents that the program writes to files, and the lines of --progress ndjson. */
const FILES: Readonly<Record<string, readonly [title: string, schema: v.GenericSchema]>> = {
  plan: ['A plan, as --out saves it', planFile],
  journal: ['A line of a journal; the first is of type begun', journalLine],
  backup: ['backup.json of a backup', backupDescription],
  nodes: ['nodes.json of a backup', backupNodes],
  'import-state': ['The progress of an interrupted import', importState],
  'scan-state': ['The progress of an interrupted scan of big-keys', scanState],
  'saved-key': ['A line of a file of saved keys', savedKeyLine],
  event: ['A line of --progress ndjson', progressEvent],
  'history-event': ['A line of history --follow --json', historyEvent],
  config: ['The configuration file, with its profiles', profileFile],
}

/** The JSON Schema of each document, by the name of its file in docs/schemas. */
export function schemaFiles(): ReadonlyMap<string, Schema> {
  const files = Object.entries(FILES).map(([name, [title, schema]]): [string, Schema] => [
    `${name}.schema.json`,
    titled(name, title, convert(schema, {...PARTS, savedStep, findingCode})),
  ])
  const documents = Object.entries(OUTCOMES).map(([command, outcome]) => ofCommand(command, outcome))
  const json = convert(v.union([errorDocument, ...documents]), SHARED)
  return new Map([...files, ['json.schema.json', titled('json', 'What a command prints with --json', json)]])
}

/** The schema of each command's outcome, and of the parts that several outcomes share. */
export function outcomeSchemas(): {
  readonly outcomes: ReadonlyMap<string, Schema>
  readonly shared: ReadonlyMap<string, Schema>
} {
  const outcomes = Object.entries(OUTCOMES).map(([command, outcome]): [string, Schema] => [
    command,
    convert(outcome, SHARED),
  ])
  const {$defs = {}} = convert(v.tuple(Object.values(SHARED)), SHARED)
  return {outcomes: new Map(outcomes), shared: new Map(Object.entries($defs))}
}

/** The schema of a profile in the configuration file. */
export function profileSchema(): Schema {
  return convert(profile, {findingCode})
}

function ofCommand(command: string, outcome: v.GenericSchema): v.GenericSchema {
  const {entries} = documentOf(outcome)
  return v.object({...entries, command: v.literal(command)})
}

function titled(
  name: string,
  title: string,
  {$schema, ...schema}: Schema & {readonly $schema?: string},
): Schema {
  return {$schema, $id: `clustertool-${name}-1`, title, ...schema} as Schema
}

function convert(schema: v.GenericSchema, definitions: Readonly<Record<string, v.GenericSchema>>): Schema {
  const converted = toJsonSchema(schema, {
    target: 'draft-2020-12',
    typeMode: 'input',
    definitions,
    // JSON Schema cannot express these; only the parsers check them.
    ignoreActions: ['check', 'finite'],
    overrideAction: ({valibotAction, jsonSchema}) =>
      valibotAction.type === 'safe_integer' ? {...jsonSchema, type: 'integer'} : undefined,
  }) as Schema
  return withUsedOnly(converted)
}

/** Removes definitions that nothing refers to. */
function withUsedOnly({$defs = {}, ...schema}: Schema): Schema {
  const used = new Set<string>()
  const look = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/"#\/\$defs\/([\w-]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      look(JSON.stringify($defs[name]))
    }
  }
  look(JSON.stringify(schema))
  const kept = Object.entries($defs).filter(([name]) => used.has(name))
  return kept.length === 0 ? schema : {...schema, $defs: Object.fromEntries(kept)}
}
