import * as v from 'valibot'
import {changeOutcome} from './change.js'
import {count} from './parts.js'
import {nodeRef} from './refs.js'

const kind = v.picklist(['host', 'zone'])
const place = v.object({kind, name: v.string()})
const nodes = v.array(nodeRef)
const fullSync = v.pipe(
  count,
  v.description('what full syncs send, estimated by the memory that primaries use'),
)

/** What the loss of each place would mean. */
export const audit = v.object({
  safe: v.pipe(v.boolean(), v.description('every place can be lost: no shard and no majority goes with it')),
  losses: v.array(
    v.object({
      place,
      nodes: v.pipe(count, v.description('how many are there')),
      primaries: v.pipe(count, v.description('that answer and own slots')),
      lost: v.pipe(nodes, v.description('the primaries of shards that have all synced copies there')),
      losesMajority: v.pipe(v.boolean(), v.description('too few primaries would be left to elect new ones')),
    }),
  ),
  votes: v.object({
    total: v.pipe(count, v.description('primaries that own slots')),
    alive: v.pipe(count, v.description('of these, those that answer')),
    needed: v.pipe(count, v.description('how many must answer to elect a new primary')),
    spare: v.pipe(count, v.description('how many can be lost at one time')),
  }),
  withoutZone: v.pipe(nodes, v.description('each host without a zone counts as a zone of its own')),
  withoutCopy: v.pipe(nodes, v.description('primaries of shards of which no synced copy is left')),
})

const ACTION = {description: v.string(), why: v.string()}

/** One thing to do to place nodes better. */
export const placementAction = v.variant('kind', [
  v.object({kind: v.literal('switch-over'), ...ACTION, replica: nodeRef, primary: nodeRef}),
  v.object({
    kind: v.literal('replicate'),
    ...ACTION,
    node: nodeRef,
    from: v.optional(v.pipe(nodeRef, v.description('the primary that it follows before'))),
    primary: nodeRef,
    bytes: fullSync,
  }),
])

/** The outcome of spread. */
export const spreadOutcome = v.object({
  kinds: v.pipe(v.array(kind), v.description('the kinds of places that were looked at')),
  before: audit,
  waves: v.pipe(
    v.array(v.array(placementAction)),
    v.description('what makes it safer; a wave begins when the one before it is done'),
  ),
  bytes: fullSync,
  // When all waves are done.
  after: audit,
  lacks: v.pipe(
    v.array(
      v.object({
        primary: v.pipe(nodeRef, v.description('whose replica the new node has to be')),
        where: v.pipe(
          v.picklist(['in', 'outside', 'new']),
          v.description('in the place, outside of it, or in a new place'),
        ),
        place: v.optional(place),
        newPlace: v.optional(
          v.pipe(
            v.object({kind, number: count}),
            v.description('nodes with one number may be in one new place'),
          ),
        ),
        mends: v.array(v.picklist(['shard', 'majority'])),
        message: v.string(),
      }),
    ),
    v.description('new nodes that would mend what is not safe then'),
  ),
  shortages: v.pipe(
    v.array(
      v.object({
        kind,
        places: v.pipe(count, v.description('how many there are')),
        needed: v.optional(
          v.pipe(count, v.description('how many it takes; missing if there are too few primaries')),
        ),
        message: v.string(),
      }),
    ),
    v.description('kinds of which there are too few places to keep the majority whatever is lost'),
  ),
  // What became of the plan, if it was to be carried out.
  change: v.optional(changeOutcome),
})
