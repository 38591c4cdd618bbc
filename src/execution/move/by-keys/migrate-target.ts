import type {NodeLine} from '../../../domain/node.js'
import type {StepOf} from '../../../domain/step.js'
import type {MigrateTarget} from '../../../redis/slot-client.js'
import type {Session} from '../../../redis/session.js'

/**
 * Where the source reaches the target, as the source itself knows it: the address that clustertool uses may be one
 * that only clustertool can reach.
 */
export async function migrateTargetOf(
  {source, target}: StepOf<'migrate-slots'>,
  {session, view}: {readonly session: Session; readonly view: readonly NodeLine[]},
): Promise<Omit<MigrateTarget, 'timeoutMs'>> {
  const known = view.find(({id}) => id === target)
  const {remoteHost, address} = session.node(target)
  // If the nodes have forgotten each other, the address is the one that clustertool uses.
  const line = known ?? {host: remoteHost, port: address.port}
  const {login} = session.node(target)
  const [from, to] = await Promise.all([session.node(source).ports(), session.node(target).ports()])
  return {
    host: line.host,
    // CLUSTER NODES shows the port that fits the connection over which it is asked, and MIGRATE needs the one that
    // fits tls-cluster of the source. With the other port, both sides wait for each other (redis#8587).
    port: (from.tlsCluster === undefined ? undefined : from.tlsCluster ? to.tls : to.plain) ?? line.port,
    user: login?.user,
    password: login?.password,
  }
}
