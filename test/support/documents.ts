import {isDeepStrictEqual} from 'node:util'
import * as v from 'valibot'
import {read} from '../../src/contract/parsers/read.js'
import {documentOf, errorDocument, OUTCOMES} from '../../src/contract/schemas/documents.js'
import {progressEvent} from '../../src/contract/schemas/event.js'

type Envelope = {readonly schema?: unknown; readonly command?: unknown; readonly error?: unknown}

/** What is wrong with the documents that a run printed: the one of --json, and the lines of --progress ndjson. */
export function outputProblem(stdout: string, stderr: string): string | undefined {
  const lines = stderr.split('\n').filter((line) => line.startsWith('{"time":') && line.endsWith('}'))
  const [problem] = lines.flatMap((line) => problemIn(progressEvent, JSON.parse(line)) ?? [])
  const document = problem === undefined ? parsed(stdout) : undefined
  return problem ?? (isOurs(document) ? documentProblem(document) : undefined)
}

/**
 * What is wrong with a document of --json according to the schema of its command, including keys that the schema does
 * not have.
 */
export function documentProblem(document: unknown): string | undefined {
  const {command, error} = JSON.parse(JSON.stringify(document)) as Envelope
  if (error !== undefined) return problemIn(errorDocument, document)
  const outcome = Object.entries(OUTCOMES).find(([name]) => name === command)?.[1]
  if (!outcome) return `no schema is known for the command ${JSON.stringify(command)}`
  return problemIn(documentOf(outcome), document)
}

function problemIn(schema: v.GenericSchema, document: unknown): string | undefined {
  const printed: unknown = JSON.parse(JSON.stringify(document))
  const {value, problem} = read(schema, printed)
  if (problem !== undefined) return problem
  return isDeepStrictEqual(value, printed) ? undefined : `${unknownKey(printed, value)} is in no schema`
}

/** Reading drops keys that the schema does not have. Returns the path of the first such key. */
function unknownKey(printed: unknown, known: unknown, path = ''): string {
  if (typeof printed !== 'object' || printed === null) return path
  const [key, value] =
    Object.entries(printed).find(([key, value]) => !isDeepStrictEqual(value, Object(known)[key])) ?? []
  return key === undefined ? path : unknownKey(value, Object(known)[key] as unknown, `${path}/${key}`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isOurs(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'schema' in document
}
