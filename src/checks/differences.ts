import type {Finding} from '../domain/finding.js'
import type {Node, NodeConfig, NodeId} from '../domain/node.js'
import type {ClusterSnapshot} from '../domain/snapshot.js'
import {groupBy} from '../domain/group.js'

type Opinion = {readonly value: string; readonly nodes: readonly NodeId[]}

const SETTINGS = {
  'cluster-node-timeout': ({nodeTimeoutMs}) => nodeTimeoutMs?.toString(),
  'cluster-require-full-coverage': ({requireFullCoverage}) => yesOrNo(requireFullCoverage),
} as const satisfies Record<string, (config: NodeConfig) => string | undefined>

/** More than one server version, or both kinds of server, among the nodes whose version is known. */
export function checkVersions(snapshot: Pick<ClusterSnapshot, 'nodes'>): Finding[] {
  const choices = choicesOf(snapshot, ({info}) => info && `${info.software} ${info.version}`)
  if (choices.length <= 1) return []
  const versions = choices.map(({value, nodes}) => ({version: value, nodes}))
  return [{code: 'versions-mixed', nodes: versions.flatMap(({nodes}) => nodes), ranges: [], versions}]
}

/**
 * Settings that must be equal on all nodes and are not: one finding each. Settings that a node refused to tell are
 * ignored.
 */
export function checkSettings(snapshot: Pick<ClusterSnapshot, 'nodes'>): Finding[] {
  return Object.entries(SETTINGS).flatMap(([setting, read]) => {
    const values = choicesOf(snapshot, ({config}) => config && read(config))
    if (values.length <= 1) return []
    return [{code: 'settings-differ', nodes: values.flatMap(({nodes}) => nodes), ranges: [], setting, values}]
  })
}

function choicesOf(
  {nodes}: Pick<ClusterSnapshot, 'nodes'>,
  read: (node: Node) => string | undefined,
): Opinion[] {
  const groups = groupBy(nodes, read)
  return [...groups].flatMap(([value, same]) =>
    value === undefined ? [] : [{value, nodes: same.map(({id}) => id)}],
  )
}

function yesOrNo(value: boolean | undefined): string | undefined {
  if (value === undefined) return undefined
  return value ? 'yes' : 'no'
}
