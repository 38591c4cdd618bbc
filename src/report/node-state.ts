import type {Severity} from '../domain/finding.js'
import type {Node} from '../domain/node.js'

export type NodeState = {readonly severity: Severity | 'ok'; readonly text: string}

/** The worst problem of a node, in a few words. */
export function stateOf(node: Node): NodeState {
  if (!node.reachable) return lostState(node)
  const own = ownState(node) ?? linkState(node) ?? {severity: 'ok', text: 'ok'}
  // What others say about a node that answers may be outdated, or true only for them.
  const flag = node.flags.includes('fail') ? 'fail' : node.flags.find((one) => one !== 'nofailover')
  if (flag === undefined) return own
  if (flag === 'handshake') return {severity: 'warning', text: flag}
  return {severity: own.severity === 'error' ? 'error' : 'warning', text: `${own.text}, flagged ${flag}`}
}

function lostState({flags}: Node): NodeState {
  return {severity: 'error', text: flags.includes('fail') ? 'fail' : 'unreachable'}
}

function ownState({info, clusterInfo}: Node): NodeState | undefined {
  if (info?.loading) return {severity: 'warning', text: 'loading'}
  if (clusterInfo?.state === 'fail') return {severity: 'error', text: 'state fail'}
  return undefined
}

function linkState({role, info}: Node): NodeState | undefined {
  if (role === 'primary' || !info) return undefined
  const {linkUp, syncing} = info.replication
  if (syncing) return {severity: 'warning', text: 'syncing'}
  return linkUp ? {severity: 'ok', text: 'link up'} : {severity: 'warning', text: 'link down'}
}
