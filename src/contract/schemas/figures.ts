import * as v from 'valibot'
import {count, finite} from './parts.js'
import {NODE_REF, nodeRef} from './refs.js'

/** How figures of slots were measured. */
export const FIGURES = {
  loadMs: v.optional(v.pipe(finite, v.description('milliseconds for which the load was measured'))),
  estimates: v.pipe(
    v.array(
      v.object({
        ...NODE_REF,
        keys: count,
        measured: v.pipe(count, v.description('how many keys were measured')),
        bytes: v.pipe(finite, v.description('the sum of its slots')),
        error: v.optional(
          v.pipe(finite, v.description('by how many bytes the sum may be wrong, 95 times in 100')),
        ),
        dataset: v.optional(v.pipe(finite, v.description('what the node says that its data uses'))),
      }),
    ),
    v.description('nodes that do not count the memory of slots'),
  ),
  sampledMs: v.pipe(finite, v.description('milliseconds for which keys were measured')),
  unread: v.array(v.object({node: nodeRef, reason: v.string()})),
}
