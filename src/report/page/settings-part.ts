import type {ClusterReport} from '../../domain/cluster-report.js'
import type {Setting} from '../../domain/setting.js'
import {html, type HtmlValue} from '../html.js'
import {type NameOf, namesOf} from '../names.js'
import {withoutSecret} from '../secret-settings.js'
import {list} from '../words.js'
import {type PagePart, pageTable, paragraph} from './parts.js'

/** Nodes that a cell names. */
const NAMED = 4
/** Characters of a value that are shown. */
const SHOWN = 200

const COLUMNS = [{head: 'setting'}, {head: 'value'}, {head: 'nodes'}] as const

/** Settings that differ between nodes; of passwords, only that they differ. */
export function settingsPart({settings, settingsUnread, sample}: ClusterReport): PagePart {
  const nameOf = namesOf(sample.snapshot)
  const rows = settings.map(withoutSecret).flatMap((setting) => rowsOf(setting, nameOf))
  const unread = settingsUnread.map(({node, error}) => `Not read from ${nameOf(node.id)}: ${error}`)
  const caption = 'Settings that name a node itself, such as its port and its files, are left out.'
  const body = [
    rows.length > 0
      ? pageTable(caption, COLUMNS, rows)
      : paragraph('All nodes whose settings were read have the same ones.'),
    unread.map(paragraph),
  ]
  return {id: 'settings', title: 'Settings that differ', body}
}

function rowsOf({name, groups}: Setting, nameOf: NameOf): HtmlValue[][] {
  return groups.map(({value, nodes}) => [
    name,
    html`<code>${valueText(value)}</code>`,
    list(
      nodes.map(({id}) => nameOf(id)),
      NAMED,
    ),
  ])
}

function valueText(value: string | undefined): string {
  if (value === undefined) return 'not known to the server'
  if (value === '') return '""'
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value
}
