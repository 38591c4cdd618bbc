import type {Node} from '../../domain/node.js'
import {differs, type Setting, type SettingsOutcome} from '../../domain/setting.js'
import {addressOf} from '../../report/names.js'
import {isSecret} from '../../report/secret-settings.js'
import {tableText} from '../../report/table.js'
import {count} from '../../domain/count.js'
import {list, printable} from '../../report/words.js'

/** One setting as a table of nodes, several as a table of settings and their values; then which nodes differ. */
export function settingsText({settings, unknown, answers}: SettingsOutcome): string {
  const [only, ...others] = settings
  const table =
    only && others.length === 0
      ? nodesTable(
          only,
          answers.map(({node}) => node),
        )
      : valuesTable(settings)
  const missing = unknown.map((pattern) => `No node has a setting named ${pattern}.`)
  return [table, '', ...missing, ...verdicts(settings, answers.length)].join('\n').trimEnd()
}

/** A value in a line of text, where an empty value has to be visible too; `-` if there is no such setting. */
export function valueCell(value: string | undefined): string {
  return value === '' ? '""' : printable(value ?? '-')
}

function nodesTable({name, groups}: Setting, nodes: readonly Node[]): string {
  const values = new Map(groups.flatMap(({value, nodes}) => nodes.map(({id}) => [id, valueCell(value)])))
  // The value of a node that did not answer is unknown, which is not the same as missing.
  const rows = nodes.map((node) => [nameOf(node), node.role, values.get(node.id) ?? '?'])
  return tableText(['node', 'role', name], rows)
}

function valuesTable(settings: readonly Setting[]): string {
  const rows = settings.flatMap(({name, groups}) =>
    groups.map(({value, nodes}) => [
      name,
      valueCell(value),
      groups.length === 1 ? `all ${nodes.length}` : list(nodes.map(nameOf), nodes.length),
    ]),
  )
  return tableText(['setting', 'value', 'nodes'], rows)
}

function verdicts(settings: readonly Setting[], asked: number): string[] {
  const differing = settings.filter(differs)
  return differing.length > 0 ? differing.map(differenceText) : agreementText(settings, asked)
}

function agreementText([only, ...others]: readonly Setting[], asked: number): string[] {
  const [group] = only?.groups ?? []
  if (!only || !group) return []
  const nodes = group.nodes.length
  const all = nodes === asked ? `All ${count(nodes, 'node')}` : `All ${count(nodes, 'node')} that answered`
  const what = others.length > 0 ? 'the same settings' : having(only.name, group.value, 'the same')
  return nodes === 1 ? [] : [`${all} have ${what}.`]
}

/** `2 of 6 nodes differ: a has maxmemory 1, b has maxmemory 2; the other 4 have maxmemory 0.` */
function differenceText({name, groups: [most, ...others]}: Setting): string {
  const few = others.flatMap(({nodes}) => nodes).length
  const many = most?.nodes.length ?? 0
  const odd = others.map(({value, nodes}) => {
    const verb = nodes.length === 1 ? 'has' : 'have'
    return `${list(nodes.map(nameOf), nodes.length)} ${verb} ${having(name, value, 'another')}`
  })
  const rest = many === 1 ? `${nameOf(most?.nodes[0])} has` : `the other ${many} have`
  const verb = few === 1 ? 'differs' : 'differ'
  return `${few} of ${few + many} nodes ${verb}: ${odd.join(', ')}; ${rest} ${having(name, most?.value, many === 1 ? 'its own' : 'the same')}.`
}

/** Without the value for passwords. */
function having(name: string, value: string | undefined, which: string): string {
  if (value === undefined) return `no setting ${name}`
  return isSecret(name) && value !== '' ? `${which} ${name}` : `${name} ${valueCell(value)}`
}

function nameOf(node: Node | undefined): string {
  return node ? (addressOf(node) ?? node.id) : '-'
}
