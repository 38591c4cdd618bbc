import type {Answer, AnswersStatus} from './answer.js'
import type {Node} from './node.js'

/** One setting on all nodes that answered. */
export type Setting = {
  readonly name: string
  /** Nodes by value, the largest group first; undefined: the nodes have no such setting. */
  readonly groups: readonly {readonly value: string | undefined; readonly nodes: readonly Node[]}[]
}

/** The settings of one node for each pattern that was asked for, in the same order. */
export type SettingsOfNode = readonly ReadonlyMap<string, string>[]

export type SettingsOutcome = {
  readonly status: AnswersStatus
  readonly settings: readonly Setting[]
  /** Patterns that match no setting of any node. */
  readonly unknown: readonly string[]
  readonly answers: readonly Answer<SettingsOfNode>[]
}

/** Settings by pattern, then by name; each once. */
export function groupSettings(
  patterns: readonly string[],
  answers: readonly Answer<SettingsOfNode>[],
): Setting[] {
  const names = new Set(patterns.flatMap((_, at) => namesAt(answers, at)))
  return [...names].map((name) => ({name, groups: groupsOf(name, answers)}))
}

/** Settings that have to differ between nodes or usually do: where a node listens, what it announces, its files. */
const OF_ONE_NODE =
  /^(port|tls-port|bind|bind-source-addr|unixsocket|dir|dbfilename|logfile|pidfile|(replica|slave)of|(cluster|replica|slave)-announce-.+|cluster-config-file|cluster-port|availability-zone|appendfilename|appenddirname|syslog-ident)$/i

/** Whether a setting names its node itself, so that a difference means nothing. */
export function isOfOneNode(name: string): boolean {
  return OF_ONE_NODE.test(name)
}

/** Whether nodes differ. */
export function differs({groups}: Setting): boolean {
  return groups.length > 1
}

/** The patterns that match no setting of any node. */
export function unknownPatterns(
  patterns: readonly string[],
  answers: readonly Answer<SettingsOfNode>[],
): string[] {
  return patterns.filter((_, at) => namesAt(answers, at).length === 0)
}

function namesAt(answers: readonly Answer<SettingsOfNode>[], at: number): string[] {
  const names = answers.flatMap((answer) =>
    answer.status === 'ok' ? [...(answer.value[at]?.keys() ?? [])] : [],
  )
  return [...new Set(names)].toSorted()
}

function groupsOf(name: string, answers: readonly Answer<SettingsOfNode>[]): Setting['groups'] {
  const groups = new Map<string | undefined, Node[]>()
  for (const answer of answers) {
    if (answer.status !== 'ok') continue
    const value = answer.value.find((settings) => settings.has(name))?.get(name)
    const nodes = groups.get(value)
    if (nodes) nodes.push(answer.node)
    else groups.set(value, [answer.node])
  }
  return [...groups]
    .map(([value, nodes]) => ({value, nodes}))
    .toSorted((a, b) => b.nodes.length - a.nodes.length)
}
