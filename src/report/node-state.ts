import type {Severity} from '../domain/finding.js'
import type {Node} from '../domain/node.js'

export type NodeState = {readonly severity: Severity | 'ok'; readonly text: string}

/** The worst that can be said of a node, in a few words. */
export function stateOf(node: Node): NodeState {
  return flagState(node) ?? ownState(node) ?? linkState(node) ?? {severity: 'ok', text: 'ok'}
}

function flagState({flags, reachable}: Node): NodeState | undefined {
  if (flags.includes('fail')) return {severity: 'error', text: 'fail'}
  if (!reachable) return {severity: 'error', text: 'unreachable'}
  const flag = flags.find((flag) => flag !== 'nofailover')
  return flag && {severity: 'warning', text: flag}
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
