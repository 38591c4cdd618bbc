import {pick} from '../../support/random.js'

/** A damaged document. `path` is the field that was changed, if it was only one. */
export type Damaged = {readonly text: string; readonly how: How; readonly path?: Path}

type How = 'bytes' | 'removed' | 'type' | 'number' | 'deep' | 'newer'
type Path = readonly (string | number)[]
type Random = () => number

const HOWS: readonly How[] = ['bytes', 'removed', 'type', 'number', 'deep', 'newer']
const OF_OTHER_TYPES: readonly unknown[] = [null, true, 'text', 7, [], {}, ['a'], {kind: 'agree'}]
const OUT_OF_RANGE: readonly number[] = [-1, -7.5, 0.5, 1e300, 16_384, 2 ** 53, -(2 ** 63)]
const DEEP = 5000

/** Damages a document in one way, chosen at random. */
export function damage(document: unknown, random: Random): Damaged {
  const how = pick(random, HOWS)
  if (how === 'bytes') return {how, text: flipBytes(JSON.stringify(document), random)}
  if (how === 'newer') return {how, text: JSON.stringify({...(document as object), version: 2})}
  const all = pathsOf(document)
  const numbers = all.filter((path) => typeof valueAt(document, path) === 'number')
  const path = pick(random, how === 'number' && numbers.length > 0 ? numbers : all)
  if (how === 'deep') return {how, path, text: withDeepNesting(document, path)}
  const copy = structuredClone(document)
  const [parent, key] = placeOf(copy, path)
  if (how === 'removed') remove(parent, key)
  else parent[key] = how === 'number' ? pick(random, OUT_OF_RANGE) : otherThan(parent[key], random)
  return {how, path, text: JSON.stringify(copy)}
}

/** Replaces up to three bytes, or cuts the text off. */
export function flipBytes(text: string, random: Random): string {
  const at = () => Math.floor(random() * text.length)
  if (random() < 0.2) return text.slice(0, at())
  const bytes = Buffer.from(text)
  for (let left = Math.ceil(random() * 3); left > 0; left--) bytes[at()] = Math.floor(random() * 256)
  return bytes.toString()
}

function otherThan(value: unknown, random: Random): unknown {
  const others = OF_OTHER_TYPES.filter((other) => kindOf(other) !== kindOf(value))
  return pick(random, others)
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value
}

/** So deep that a recursive reader would overflow its stack. */
function withDeepNesting(document: unknown, path: Path): string {
  const copy = structuredClone(document)
  const [parent, key] = placeOf(copy, path)
  parent[key] = 'DEEP'
  return JSON.stringify(copy).replace('"DEEP"', `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`)
}

function remove(parent: Record<string | number, unknown>, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else Reflect.deleteProperty(parent, key)
}

const known = new WeakMap<object, Path[]>()

function pathsOf(document: unknown): Path[] {
  const key = document as object
  const paths = known.get(key) ?? pathsIn(document)
  known.set(key, paths)
  return paths
}

function pathsIn(value: unknown, path: Path = []): Path[] {
  const children =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, child]) =>
          pathsIn(child, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : []
  return path.length === 0 ? children : [path, ...children]
}

function placeOf(document: unknown, path: Path): [Record<string | number, unknown>, string | number] {
  const parent = valueAt(document, path.slice(0, -1)) as Record<string | number, unknown>
  return [parent, path.at(-1) ?? '']
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], document)
}
