import {outcomeSchemas, profileSchema, type Schema} from './schemas.js'

const BEGIN = '<!-- The tables from here on are made from src/contract/schemas by: npm run contract -->'
const END = '<!-- Here the tables end. -->'

/** Returns the page with its tables of fields generated again. */
export function withTables(page: string): string {
  return replaced(page, tables())
}

/** Returns the page about profiles with its table of keys generated again. */
export function withProfileTable(page: string): string {
  const schema = profileSchema()
  const rows = rowsOf(schema, '').map(([key = '', type = '', meaning = '']) => [
    key,
    type.replace(', optional', ''),
    meaning,
  ])
  return replaced(page, table(['key', 'value', 'meaning'], rows))
}

/** The page with this text in the place of its tables, which follow the line `begin`. */
export function replaced(page: string, text: string, begin = BEGIN): string {
  const [before, rest = ''] = page.split(begin)
  const after = rest.split(END)[1] ?? '\n'
  return `${before}${begin}\n\n${text}\n${END}${after}`
}

function tables(): string {
  const {outcomes, shared} = outcomeSchemas()
  const groups = new Map<string, {readonly commands: string[]; readonly schema: Schema}>()
  for (const [command, schema] of outcomes) {
    const key = JSON.stringify(schema)
    const group = groups.get(key) ?? {commands: [], schema}
    group.commands.push(command)
    groups.set(key, group)
  }
  const commands = [...groups.values()].map(
    ({commands, schema}) => `### ${commands.join(', ')}\n\n${outcomeText(schema, shared)}`,
  )
  const parts = PARTS.flatMap(([name, title]) => {
    const schema = shared.get(name)
    return schema ? [`### ${title}\n\n${bodyText(schema)}`] : []
  })
  return [...commands, ...parts].join('\n')
}

/** The parts that have a separate table, in order. */
const PARTS: readonly (readonly [name: string, title: string])[] = [
  ['cluster', 'A cluster'],
  ['finding', 'A finding'],
  ['planned-step', 'A step of a plan'],
  ['step', 'A step'],
  ['operation', 'An operation'],
  ['audit', 'An audit'],
  ['placement-action', 'A placement action'],
  ['reply', 'A reply'],
]

function outcomeText(schema: Schema, shared: ReadonlyMap<string, Schema>): string {
  if (schema.$ref !== undefined) return bodyText(shared.get(nameOf(schema.$ref)) ?? {})
  if (!schema.anyOf) return bodyText(schema)
  return schema.anyOf
    .map((one) => (one.$ref === undefined ? `Where there is none:\n\n${bodyText(one)}` : 'As of reshard.\n'))
    .join('\n')
}

function bodyText(schema: Schema): string {
  const variants = schema.oneOf ?? (schema.properties ? undefined : schema.anyOf)
  return variants ? variantText(variants) : table(['field', 'type', 'meaning'], rowsOf(schema, ''))
}

/** One table of the fields that all variants have, and one of the facts of each variant. */
function variantText(variants: readonly Schema[]): string {
  const [first = {}] = variants
  const all = Object.keys(first.properties ?? {})
  const common = all.filter((name) => variants.every(({properties}) => properties?.[name]))
  const [mark = ''] = common.filter((name) => first.properties?.[name]?.const !== undefined)
  const shown = {
    ...first,
    properties: Object.fromEntries(common.map((name) => [name, first.properties?.[name] ?? {}])),
  }
  const rows = rowsOf(shown, '').map(([name = '', type = '', meaning = '']): string[] => [
    name,
    name === `\`${mark}\`` ? 'see below' : type,
    meaning,
  ])
  const facts = variants.map((variant): string[] => [
    String(variant.properties?.[mark]?.const),
    Object.entries(variant.properties ?? {})
      .filter(([name]) => !common.includes(name))
      .map(
        ([name, field]) => `\`${name}\` (${typeOf(field)}${isRequired(variant, name) ? '' : ', optional'})`,
      )
      .join(', '),
  ])
  return `${table(['field', 'type', 'meaning'], rows)}\n${table([`\`${mark}\``, 'facts'], facts)}`
}

function rowsOf({properties = {}, ...schema}: Schema, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${prefix}${name}`
    const type = `${typeOf(field)}${isRequired(schema, name) ? '' : ', optional'}`
    return [[`\`${path}\``, type, field.description ?? ''], ...rowsBelow(field, path)]
  })
}

function rowsBelow(field: Schema, path: string): string[][] {
  if (wellKnown(field) !== undefined) return []
  if (field.properties) return rowsOf(field, `${path}.`)
  const items = itemOf(field)
  return items?.properties && wellKnown(items) === undefined ? rowsOf(items, `${path}[].`) : []
}

/** A field with a separate description is no longer a reference, but still needs no separate rows. */
function wellKnown(field: Schema): string | undefined {
  const keys = Object.keys(itemOf(field)?.properties ?? field.properties ?? {}).join()
  if (field.items && keys === 'start,end') return NAMES['slots']
  return field.properties && keys === 'id,address' ? NAMES['node'] : undefined
}

function isRequired({required = []}: Schema, name: string): boolean {
  return required.includes(name)
}

function itemOf({items}: Schema): Schema | undefined {
  return Array.isArray(items) ? undefined : (items as Schema | undefined)
}

const NAMES: Readonly<Record<string, string>> = {
  nodeId: 'id',
  slots: 'slots',
  time: 'time',
  findingCode: '[code](findings.md)',
  node: '`id`, `address`',
  change: '[change](#failover-roll-replace-replicate-reshard-add-node-del-node-fix-apply)',
  create: '[create](#create)',
}
const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

function typeOf(field: Schema): string {
  const known = field.$ref === undefined ? wellKnown(field) : refType(nameOf(field.$ref))
  if (known !== undefined) return known
  if (field.const !== undefined) return JSON.stringify(field.const)
  if (field.enum) return field.enum.map(String).join(', ')
  const items = itemOf(field)
  if (items) return `list of ${typeOf(items).replace(/^object$/, 'objects')}`
  if (field.oneOf) return 'one of several kinds'
  if (field.anyOf) return field.anyOf.map(typeOf).join(' or ')
  return TYPES[field.type ?? ''] ?? 'anything'
}

function refType(name: string): string {
  const title = PARTS.find(([part]) => part === name)?.[1]
  return (
    NAMES[name] ??
    (title ? `[${name.replace('-', ' ')}](#${title.toLowerCase().replaceAll(' ', '-')})` : name)
  )
}

function nameOf(ref: string): string {
  return ref.replace('#/$defs/', '')
}

/** A Markdown table with aligned columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, at) => Math.max(3, cell.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('')
}
