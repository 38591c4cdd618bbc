import * as v from 'valibot'
import {nodeId} from './parts.js'

/** Id and address of a node. */
export const NODE_REF = {
  id: nodeId,
  address: v.optional(v.pipe(v.string(), v.description('host:port; missing if it is not known'))),
}

/** A node in a place where only its name matters. */
export const nodeRef = v.object(NODE_REF)

/** Id and address of a node. */
export type NodeRefFields = v.InferOutput<typeof nodeRef>
