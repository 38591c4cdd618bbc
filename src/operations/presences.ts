import {unlessBug} from '../domain/bug.js'
import {parsePresence, type Presence} from '../domain/operator.js'
import {type ClusterSnapshot, reachablePrimaries} from '../domain/snapshot.js'
import type {Session} from '../redis/session.js'

/** Every clustertool that is connected to a primary; none if nodes do not tell. */
export async function presencesOn(session: Session, snapshot: ClusterSnapshot): Promise<Presence[]> {
  const lists = await Promise.all(
    // A node that may not be asked, or was lost since, reports none; what follows reports the failure.
    reachablePrimaries(snapshot).map(({id}) => session.node(id).connectionNames().catch(unlessBug)),
  )
  return presencesAmong(lists)
}

/** The presences among the names of connections, each once. */
export function presencesAmong(lists: readonly (readonly string[] | undefined)[]): Presence[] {
  const names = new Set(lists.flatMap((names) => names ?? []))
  return [...names].flatMap((name) => parsePresence(name) ?? [])
}
