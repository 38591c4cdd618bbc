import {ask} from '../support/ask.js'
import {until} from '../support/until.js'
import type {ChaosCluster} from './cluster.js'
import {digestOf, readViews} from './views.js'

const SAME_FOR_MS = 500
/** If something stays wrong until it is repaired, this long without a change also counts as calm. */
const ENOUGH_MS = 2500

/** Waits until servers have settled what they settle by themselves; returns false if that never ends. */
export async function waitUntilCalm(cluster: ChaosCluster): Promise<boolean> {
  let last = ''
  let since = Date.now()
  try {
    return await until(
      'the servers are calm',
      async () => {
        const views = await readViews(cluster.everyone)
        const digest = digestOf(views)
        if (digest !== last) [last, since] = [digest, Date.now()]
        const waited = Date.now() - since
        if (waited < SAME_FOR_MS || views.length < cluster.everyone.length) return false
        const isQuiet = views.every(({lines}) =>
          lines.every(({flags, connected}) => flags.length === 0 && connected),
        )
        return waited > ENOUGH_MS || (isQuiet && (await areReplicasLinked(cluster)))
      },
      15_000,
    )
  } catch {
    return false
  }
}

async function areReplicasLinked(cluster: ChaosCluster): Promise<boolean> {
  const infos = await Promise.all(cluster.members.map(({server}) => ask(server, 'INFO', 'replication')))
  return infos.every((info) => {
    const text = String(info)
    return !text.includes('role:slave') || text.includes('master_link_status:up')
  })
}
