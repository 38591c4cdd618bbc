/** What a metric means, and by which labels its series differ. */
type MetricSpec<L extends string = string> = {
  readonly type: 'gauge' | 'counter'
  readonly help: string
  readonly labels: readonly L[]
}

function gauge<L extends string = never>(help: string, ...labels: readonly L[]): MetricSpec<L> {
  return {type: 'gauge', help, labels}
}

function counter<L extends string = never>(help: string, ...labels: readonly L[]): MetricSpec<L> {
  return {type: 'counter', help, labels}
}

/**
 * All metrics, in the order in which they are printed. Nodes are named by address, and shards by the address of their
 * primary. docs/metrics.md is made from this table.
 */
export const METRICS = {
  clustertool_up: gauge('1 if the cluster could be read, 0 if not; then all metrics about it are absent.'),
  clustertool_reading_duration_seconds: gauge('How long the reading of all nodes took.'),
  clustertool_reading_timestamp_seconds: gauge('When the reading ended, in seconds since 1970.'),
  clustertool_build_info: gauge('Always 1; the version of clustertool.', 'version'),

  clustertool_healthy: gauge('1 if check finds no errors; warnings do not count.'),
  clustertool_findings: gauge(
    'Findings of check, by code; 0 for codes without a finding. What a change under way explains is not counted.',
    'code',
    'severity',
  ),

  clustertool_slots_assigned: gauge('Slots that have an owner, whether it answers or not.'),
  clustertool_slots_uncovered: gauge('Slots that no primary which answers owns.'),
  clustertool_slots_failing: gauge('Slots whose owner has the flag fail or fail?, or does not answer.'),
  clustertool_slots_open: gauge('Slots that a node has marked as migrating or importing.'),
  clustertool_slots_claimed_twice: gauge('Slots that two or more primaries claim.'),
  clustertool_views_agree: gauge(
    '1 if all nodes that answer name the same members and the same owners of slots.',
  ),
  clustertool_nodes_disagreeing: gauge('Nodes that name other owners of slots than most nodes do.'),
  clustertool_config_epochs_unique: gauge('1 if no two primaries with slots have the same config epoch.'),

  clustertool_nodes: gauge('Nodes by role and state.', 'role', 'state'),
  clustertool_shards: gauge('Primaries that own slots, each with its replicas.'),
  clustertool_primaries_without_replica: gauge('Primaries with slots and without a replica that answers.'),
  clustertool_shards_without_copy: gauge(
    'Shards with slots of which no node that answers has a synced copy.',
  ),
  clustertool_replicas_beside_primary: gauge('Replicas in the same place as their primary.', 'place'),
  clustertool_places: gauge('Hosts, and zones if nodes have any.', 'place'),
  clustertool_places_losing_shard: gauge('Places whose loss alone loses all copies of a shard.', 'place'),
  clustertool_places_losing_majority: gauge(
    'Places whose loss alone leaves too few primaries to elect new ones.',
    'place',
  ),
  clustertool_primaries_spare: gauge('Primaries that can be lost at one time without losing the majority.'),

  clustertool_changes_under_way: gauge('Runs of clustertool that are changing the cluster, on any machine.'),
  clustertool_changes_suspended: gauge('Those of them that are suspended (Ctrl-Z), on this machine.'),
  clustertool_changes_slots_planned: gauge(
    'Slots that they are to move, as far as journals on this machine say.',
  ),
  clustertool_changes_slots_moved: gauge('Slots of these that have moved.'),

  clustertool_shard_slots: gauge('Slots of the shard.', 'shard'),
  clustertool_shard_keys: gauge('Keys of the shard, counted on its primary.', 'shard'),
  clustertool_shard_memory_used_bytes: gauge('Memory that the primary of the shard uses.', 'shard'),
  clustertool_shard_replicas: gauge('Replicas of the shard that answer.', 'shard'),
  clustertool_imbalance_ratio: gauge(
    'The most that a shard has by the mean of all shards with slots; 1 if they are equal.',
    'of',
  ),

  clustertool_node_info: gauge(
    'Always 1; what the node is.',
    'node',
    'id',
    'role',
    'shard',
    'zone',
    'hostname',
    'software',
    'version',
  ),
  clustertool_node_up: gauge('1 if the node answers.', 'node'),
  clustertool_node_cluster_state_ok: gauge('1 if the node itself says cluster_state:ok.', 'node'),
  clustertool_node_uptime_seconds: gauge('Time since the node was started.', 'node'),
  clustertool_node_keys: gauge('Keys in all databases.', 'node'),
  clustertool_node_memory_used_bytes: gauge('Memory that the node uses for data and buffers.', 'node'),
  clustertool_node_memory_max_bytes: gauge('Its setting maxmemory; 0 is no limit.', 'node'),
  clustertool_node_memory_fragmentation_ratio: gauge('Resident memory by used memory.', 'node'),
  clustertool_node_clients: gauge('Connected clients.', 'node'),
  clustertool_node_clients_blocked: gauge('Clients that wait in a blocking command.', 'node'),
  clustertool_node_saving: gauge('1 while it writes a snapshot or rewrites its AOF.', 'node'),
  clustertool_node_save_failed: gauge('1 if its last snapshot or AOF write failed.', 'node'),
  clustertool_node_commands_total: counter('Commands that it processed.', 'node'),
  clustertool_node_keyspace_hits_total: counter('Reads of keys that existed.', 'node'),
  clustertool_node_keyspace_misses_total: counter('Reads of keys that did not exist.', 'node'),
  clustertool_node_expired_keys_total: counter('Keys that expired.', 'node'),
  clustertool_node_evicted_keys_total: counter('Keys that were evicted to free memory.', 'node'),
  clustertool_node_receive_bytes_total: counter('Bytes that it received from clients and nodes.', 'node'),
  clustertool_node_transmit_bytes_total: counter('Bytes that it sent to clients and nodes.', 'node'),
  clustertool_node_rejected_connections_total: counter('Connections refused because of maxclients.', 'node'),
  clustertool_node_cpu_seconds_total: counter('CPU time of the server, of the user and the system.', 'node'),

  clustertool_replica_link_up: gauge('1 if the link of the replica to its primary is up.', 'node'),
  clustertool_replica_syncing: gauge('1 while the replica is given its first copy.', 'node'),
  clustertool_replica_lag_bytes: gauge(
    'Bytes that the primary has sent and the replica has not processed.',
    'node',
  ),
  clustertool_replica_lag_seconds: gauge('Time since the replica last heard from its primary.', 'node'),
} as const

/** The name of a metric. */
export type MetricName = keyof typeof METRICS

type LabelOf<N extends MetricName> = (typeof METRICS)[N] extends MetricSpec<infer L> ? L : never

/** One series: the labels and the value that it has now. */
export type MetricPoint = {
  readonly name: MetricName
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The series of a metric; none if the value is unknown, or if a server sent something that is no number. */
export function point<N extends MetricName>(
  name: N,
  value: number | boolean | undefined,
  labels: Readonly<Record<LabelOf<N>, string>>,
): MetricPoint[] {
  const number = Number(value)
  const isCounted = METRICS[name].type === 'gauge' || number >= 0
  return Number.isFinite(number) && isCounted ? [{name, labels, value: number}] : []
}
