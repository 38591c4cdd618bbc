import * as v from 'valibot'
import {FORMAT_VERSION} from '../../domain/operation.js'
import type {SeenOperation} from '../../domain/seen.js'
import {nodeId, role, status} from '../schemas/parts.js'
import {parseJson} from './read.js'

const node = {id: nodeId, address: v.string()}

// The parts of the first line that a shell can offer. The schema of the whole line takes longer to load.
const firstLine = v.object({
  format: v.literal('clustertool-journal'),
  version: v.literal(FORMAT_VERSION),
  command: v.string(),
  cluster: v.object({nodes: v.array(v.object({...node, role})), others: v.array(v.object(node))}),
})

const lastLine = v.object({
  type: v.literal('ended'),
  status: v.picklist([...status.options, 'dismissed']),
})

/**
 * An operation from the first and the last line of its journal; undefined if the first line is not one of this version.
 * A last line that is not an end means that the operation has not ended.
 */
export function parseJournalEnds(id: string, first: string, last: string): SeenOperation | undefined {
  const begun = v.safeParse(firstLine, parseJson(first))
  if (!begun.success) return undefined
  const {command, cluster} = begun.output
  const ended = v.safeParse(lastLine, parseJson(last))
  return {
    id,
    command,
    status: ended.success ? ended.output.status : 'unfinished',
    nodes: [...cluster.nodes, ...cluster.others.map((other) => ({...other, role: undefined}))],
  }
}
