import type {NodeLine} from '../../../domain/node.js'
import type {StepOf} from '../../../domain/step.js'
import type {MigrateTarget} from '../../../redis/slot-client.js'
import type {Session} from '../../../redis/session.js'

/**
 * Where the source finds the target: what the source itself knows of it, since the address that this tool uses may be
 * one that only this tool can reach.
 */
export async function migrateTargetOf(
  {source, target}: StepOf<'migrate-slots'>,
  {session, view}: {readonly session: Session; readonly view: readonly NodeLine[]},
): Promise<Omit<MigrateTarget, 'timeoutMs'>> {
  const known = view.find(({id}) => id === target)
  const {remoteHost, address} = session.node(target)
  // Nodes that forgot each other are found as this tool finds them.
  const line = known ?? {host: remoteHost, port: address.port}
  const {login} = session.node(target)
  const [from, to] = await Promise.all([session.node(source).ports(), session.node(target).ports()])
  return {
    host: line.host,
    // CLUSTER NODES shows the port that fits the connection it is asked on, and MIGRATE needs the one that fits
    // tls-cluster of the source: with the other one both sides wait for each other (redis#8587).
    port: (from.tlsCluster === undefined ? undefined : from.tlsCluster ? to.tls : to.plain) ?? line.port,
    user: login?.user,
    password: login?.password,
  }
}
