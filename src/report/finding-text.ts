import {type Finding, type Severity, SEVERITY} from '../domain/finding.js'
import type {PlannedShard} from '../domain/layout.js'
import {type ClusterSnapshot, nodeById} from '../domain/snapshot.js'
import {type AdviceContext, findingAdvice} from './finding-advice.js'
import {findingMessage} from './finding-message.js'
import {namesOf, namesOfShards} from './names.js'
import {oneHostLine, type OnHost, placementsOnOneHost} from './one-host.js'
import type {Paint} from './palette.js'

/** The text of a finding. */
export type FindingWords = {
  readonly finding: Finding
  readonly severity: Severity
  readonly message: string
  readonly advice: string
}

const ORDER: readonly Severity[] = ['error', 'warning', 'info']

/** The context of findings about a running cluster. */
export function runningContext(snapshot: ClusterSnapshot): AdviceContext {
  const seed = nodeById(snapshot, snapshot.seed)?.address ?? 'HOST:PORT'
  return {nameOf: namesOf(snapshot), nodeOf: (id) => nodeById(snapshot, id), seed, stage: 'running'}
}

/** The context of findings about a cluster that will be created. */
export function plannedContext(shards: readonly PlannedShard[]): AdviceContext {
  const seed = shards[0]?.primary.address ?? 'HOST:PORT'
  return {nameOf: namesOfShards(shards), nodeOf: () => undefined, seed, stage: 'planned'}
}

/** Message and advice of each finding; the most serious first, otherwise in their order. */
export function describeFindings(findings: readonly Finding[], context: AdviceContext): FindingWords[] {
  return findings
    .map((finding) => ({
      finding,
      severity: SEVERITY[finding.code],
      message: findingMessage(finding, context.nameOf),
      advice: findingAdvice(finding, context),
    }))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
}

/** A sentence for each finding and one with advice, for hints; equal advice for several in a row is given once. */
export function explainFindings(snapshot: ClusterSnapshot, findings: readonly Finding[]): string[] {
  const words = describeFindings(findings, runningContext(snapshot))
  return words.flatMap(({message, advice}, index) =>
    words[index + 1]?.advice === advice ? [message] : [message, `  ${advice}`],
  )
}

/**
 * A line with severity, code and message for each finding, then one with the advice; equal advice for several in a
 * row is given once. The severity is a plain word, because scripts interpret `[ERR]` and `[WARNING]` as verdicts. If
 * all of `nodes` are on one host, what follows from that is one line.
 */
export function findingLines(
  findings: readonly FindingWords[],
  paint: Paint,
  nodes: readonly OnHost[],
): string[] {
  const ofHost = placementsOnOneHost(findings, nodes)
  const others = findings.filter((words) => !ofHost.includes(words))
  const before = others.findIndex(({severity}) => severity === 'info')
  const at = before < 0 ? others.length : before
  return [
    ...lines(others.slice(0, at), paint),
    ...oneHostLine(ofHost, nodes, paint),
    ...lines(others.slice(at), paint),
  ]
}

function lines(findings: readonly FindingWords[], paint: Paint): string[] {
  return findings.flatMap(({finding, severity, message, advice}, index) => {
    const line = `${paint(severity, severity)} ${finding.code}: ${message}`
    return findings[index + 1]?.advice === advice ? [line] : [line, `    ${advice}`]
  })
}
