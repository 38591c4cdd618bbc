import * as v from 'valibot'

/** A value that fits a schema, or in words what is wrong with it. */
export type Read<T> =
  | {readonly value: T; readonly problem?: undefined}
  | {readonly value?: undefined; readonly problem: string}

/** Checks a value against a schema; the problem names the first field that does not fit. */
export function read<S extends v.GenericSchema>(schema: S, value: unknown): Read<v.InferOutput<S>> {
  const result = v.safeParse(schema, value, {abortEarly: true, abortPipeEarly: true})
  return result.success ? {value: result.output} : {problem: problemOf(result.issues[0])}
}

/** What is wrong with a document of another format or version; of these no field is looked at. */
export function envelopeProblem(
  document: unknown,
  wanted: {readonly format: string; readonly version: number},
): string | undefined {
  const {format, version} = Object(document) as {readonly format?: unknown; readonly version?: unknown}
  if (format !== wanted.format) return `its format is ${shown(format ?? null)} and not "${wanted.format}"`
  if (version === wanted.version) return undefined
  return `its version is ${shown(version ?? null)}, but this clustertool reads version ${wanted.version}`
}

/** What is wrong with a text that holds no document. */
export const NO_JSON = 'it is truncated or is not JSON'

/** JSON, or undefined for a text that is none; JSON itself has no undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** The field, what it holds, and what it should hold. */
function problemOf(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue)
  const field = path === '' ? 'it' : path
  // A list has methods, such as keys, where an object should have fields.
  if (issue.input === undefined || typeof issue.input === 'function') return `${field} is missing`
  return `${field} is ${shown(issue.input)} and not ${expectedBy(issue)}`
}

/** `plan.steps[3].kind`. */
function pathOf({path}: v.BaseIssue<unknown>): string {
  return (path ?? [])
    .map(({key}) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}

const MOST_SHOWN = 40

/** A value in a few words. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  integer: 'a whole number',
  safe_integer: 'a whole number that can be used',
  finite: 'a number that can be used',
  regex: 'the id of a node',
  non_empty: 'at least one character',
  min_length: 'at least one element',
  iso_timestamp: 'a time',
  variant: 'one that this clustertool knows',
  picklist: 'one that this clustertool knows',
}

/** What a field should hold. */
export function expectedBy({type, kind, expected, message}: v.BaseIssue<unknown>): string {
  if (type === 'check') return message
  if (type === 'min_value' || type === 'max_value') {
    return `${type === 'min_value' ? 'at least' : 'at most'} ${(expected ?? '').slice(2)}`
  }
  return EXPECTED[type] ?? (kind === 'schema' ? (expected ?? type) : message)
}
