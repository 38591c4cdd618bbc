import {ClusterToolError} from '../../domain/errors.js'
import type {Condition} from '../../domain/wait.js'
import {nearest} from '../../domain/nearest.js'

/**
 * The conditions of `--for`: each value is one, or several separated by commas. `healthy` if there is none. Throws
 * USAGE, naming the one that is wrong.
 */
export function parseConditions(values: readonly string[] = []): Condition[] {
  const words = values.flatMap((value) => value.split(',')).map((word) => word.trim())
  return words.length === 0 ? [{kind: 'healthy'}] : words.map(parseCondition)
}

/** How one kind of condition is written. */
type Form = {
  /** Undefined if it does not take this value. */
  readonly read: (value: string, sign: string) => Condition | undefined
  /** What to write, for a sentence that begins with `it is`. */
  readonly takes: string
}

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['healthy', bare('healthy')],
  ['agreed', bare('agreed')],
  ['synced', bare('synced')],
  ['role', {read: readRole, takes: 'role=primary or role=replica'}],
  ['nodes', {read: readNodes, takes: 'a number of nodes, such as nodes=6'}],
  [
    'version',
    {
      read: readVersion,
      takes:
        "a version, such as version=8.0 or 'version>=8.0' (in quotes, because > means something to the shell)",
    },
  ],
])

function parseCondition(word: string): Condition {
  const [, name = word, sign = '', value = ''] = /^([a-z]+)(=>=|>=|=)(.*)$/s.exec(word) ?? []
  const form = FORMS.get(name)
  if (form === undefined) throw unknown(word, name)
  const condition = form.read(value, sign)
  if (condition !== undefined) return condition
  throw new ClusterToolError('USAGE', `--for cannot be "${word}": it is ${form.takes}.`)
}

function bare(kind: 'healthy' | 'agreed' | 'synced'): Form {
  return {read: (_value, sign) => (sign === '' ? {kind} : undefined), takes: `${kind}, without a value`}
}

function readRole(value: string, sign: string): Condition | undefined {
  if (sign !== '=' || (value !== 'primary' && value !== 'replica')) return undefined
  return {kind: 'role', role: value}
}

function readNodes(value: string, sign: string): Condition | undefined {
  return sign === '=' && /^[1-9]\d{0,4}$/.test(value) ? {kind: 'nodes', nodes: Number(value)} : undefined
}

function readVersion(value: string, sign: string): Condition | undefined {
  if (sign === '' || !/^\d+(\.\d+){0,3}$/.test(value)) return undefined
  return {kind: 'version', version: value, orLater: sign !== '='}
}

function unknown(word: string, name: string): ClusterToolError {
  const meant = nearest(name, [...FORMS.keys()])
  return new ClusterToolError(
    'USAGE',
    `"${word}" is nothing to wait for${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
    {
      hints: [
        "--for takes healthy, agreed, synced, role=primary, role=replica, nodes=6, version=8.0 or 'version>=8.0'.",
      ],
    },
  )
}
