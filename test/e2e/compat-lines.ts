/**
 * An old command line that runs on live nodes, after those before it. {0} stands for the address of server 0, {h0} and
 * {p0} for its host and port, {id0} for its node id; {pw} for a password.
 */
export type LiveLine = {
  readonly line: string
  readonly exit?: number
  /** Matches stdout and stderr together. */
  readonly says: RegExp
  readonly input?: string
  /** A command that is sent to server 0 first. */
  readonly first?: string
}

const COVERED = /^\[OK\] All 16384 slots covered\.$/m
const ADDED = /^\[OK\] New node added correctly\.$/m
const PLAN = /^\s+Resharding plan:$/m
const RESET = /^>>> Sending CLUSTER RESET SOFT to the deleted node\.$/m
const SPREAD = /^>>> Rebalancing across \d nodes/m

/** Servers 0 to 5 form a cluster; 6 to 8 join it and leave it. */
const REDIS_CLI: readonly LiveLine[] = [
  {
    line: 'redis-cli --cluster create {0} {1} {2} {3} {4} {5} --cluster-replicas 1',
    input: 'no\n',
    exit: 1,
    says: /Can I set the above configuration\? \(type 'yes' to accept\): /,
  },
  {
    line: 'redis-cli --cluster create {0} {1} {2} {3} {4} {5} --cluster-replicas 1',
    input: 'yes\n',
    says: COVERED,
  },
  {line: 'redis-cli --cluster check {0}', says: COVERED},
  {line: 'redis-cli --cluster check {h0} {p0}', says: COVERED},
  {line: 'redis-cli -c -h {h1} -p {p1} --cluster check {0}', says: COVERED},
  {line: 'redis-cli -t 2 --verbose --name ops --cluster check {0} -4', says: COVERED},
  {
    line: 'redis-cli --cluster check {0} --cluster-search-multiple-owners',
    says: /^\[OK\] No multiple owners found\.$/m,
  },
  {line: 'redis-cli --cluster info {0}', says: /^\[OK\] 0 keys in 3 (masters|primaries)\.$/m},
  {line: 'redis-cli --cluster info {h0} {p0}', says: /^\[OK\] 0 keys/m},
  {line: 'redis-cli --json --cluster check {0}', says: /^\s+"status": "healthy"/m},
  {
    line: 'redis-cli --cluster reshard {0} --cluster-from {id0} --cluster-to {id1} --cluster-slots 10 --cluster-yes',
    says: PLAN,
  },
  {
    line: 'redis-cli --cluster-from all --cluster-to {id2} --cluster-slots 12 --cluster-yes --cluster reshard {0}',
    says: PLAN,
  },
  {
    line: 'redis-cli --cluster reshard --cluster-from {id0},{id2} --cluster-to {id1} --cluster-slots 4 --cluster-timeout 5000 --cluster-pipeline 20 --cluster-yes {h0} {p0}',
    says: PLAN,
  },
  {
    line: 'redis-cli --cluster reshard {0}',
    input: '5\n{id1}\n{id0}\ndone\nyes\n',
    says: /Do you want to proceed with the proposed reshard plan \(yes\/no\)\? /,
  },
  {
    line: 'redis-cli --cluster reshard {0} --cluster-slots 0 --cluster-to {id1} --cluster-from all --cluster-yes',
    input: '3\n',
    says: /How many slots do you want to move \(from 1 to 16384\)\? /,
  },
  {
    line: 'redis-cli --cluster reshard {0} --cluster-from {id0} --cluster-to {id1} --cluster-slots 10',
    input: 'no\n',
    exit: 1,
    says: /Cancelled/,
  },
  {line: 'redis-cli --cluster reshard {0} --cluster-slots 20000', exit: 1, says: /"20000" is not a number/},
  {
    line: 'REDISCLI_CLUSTER_YES=1 redis-cli --cluster reshard {0} --cluster-from {id1} --cluster-to {id0} --cluster-slots 300',
    says: PLAN,
  },
  {line: 'redis-cli --cluster rebalance {0} --cluster-threshold 1', says: SPREAD},
  {line: 'redis-cli --cluster rebalance {h0} {p0}', says: /^\*\*\* No rebalancing needed! /m},
  {
    line: 'redis-cli --cluster rebalance --cluster-weight {id0}=2 {id1}=1 --cluster-simulate {0}',
    says: SPREAD,
  },
  {
    line: 'redis-cli --cluster rebalance {0} --cluster-weight {id0}=1.1 --cluster-pipeline 50 --cluster-timeout 9000',
    says: SPREAD,
  },
  {line: 'redis-cli --cluster add-node {6} {0}', says: ADDED},
  {line: 'redis-cli --cluster add-node {7} {0} --cluster-slave --cluster-master-id {id0}', says: ADDED},
  {line: 'redis-cli --cluster add-node --cluster-slave {8} {0} --cluster-yes', says: ADDED},
  {line: 'redis-cli --cluster rebalance {0} --cluster-use-empty-masters', says: /across 4 nodes/},
  {line: 'redis-cli --cluster del-node {0} {id6}', exit: 1, says: /is not empty! Reshard data away/},
  {line: 'redis-cli --cluster rebalance {0} --cluster-weight {id6}=0', says: SPREAD},
  {line: 'redis-cli --cluster del-node {0} {id6}', says: /^>>> Sending CLUSTER FORGET messages/m},
  {line: 'redis-cli --cluster del-node {0} {id7} --cluster-yes', says: RESET},
  {line: 'redis-cli --cluster del-node {0} {id8}', says: RESET},
  {line: 'redis-cli --cluster fix {0}', says: COVERED},
  {
    line: 'redis-cli --cluster fix {0} --cluster-search-multiple-owners --cluster-fix-with-unreachable-masters',
    says: COVERED,
  },
  {
    first: 'CLUSTER SETSLOT 0 MIGRATING {id1}',
    line: 'redis-cli --cluster check {0}',
    exit: 1,
    says: /has slots in migrating state/,
  },
  {line: 'redis-cli --cluster fix {0} --cluster-yes', says: COVERED},
]

/** They use the cluster of the lines before. */
const REDIS_TRIB: readonly LiveLine[] = [
  {line: 'redis-trib.rb help', says: /^\s+reshard /m},
  {line: 'redis-trib.rb check {0}', says: COVERED},
  {line: 'redis-trib.rb info {0}', says: /^\[OK\] 0 keys in 3 /m},
  {line: 'redis-trib.rb fix --timeout 5000 {0}', says: COVERED},
  {line: 'redis-trib.rb reshard --from {id0} --to {id1} --slots 10 --yes {0}', says: PLAN},
  {line: 'redis-trib.rb reshard --pipeline 20 --timeout 5000 {0}', input: '7\n{id0}\nall\nyes\n', says: PLAN},
  {line: 'redis-trib.rb rebalance --weight {id0}=2 --weight {id1}=1 {0}', says: SPREAD},
  {line: 'redis-trib.rb rebalance --auto-weights --threshold 1 {0}', says: SPREAD},
  {line: 'redis-trib.rb rebalance --use-empty-masters --simulate {0}', says: /No rebalancing needed/},
  {line: 'redis-trib.rb add-node --slave --master-id {id1} {7} {0}', says: ADDED},
  {line: 'redis-trib.rb del-node {0} {id7}', says: RESET},
  {line: 'redis-trib.rb reshard --bad {0}', exit: 1, says: /Unrecognized option or bad number of args/},
  {
    line: 'clustertool reshard --from {id0} --to {id1} --slots 10 --yes {0}',
    says: /^Moved 10 slots with 0 keys in /m,
  },
  {
    line: 'clustertool rebalance --yes --auto-weights --weight {id0}=1 --threshold 0.01 {0}',
    says: /^Moved \d+ slots with 0 keys in .* The cluster is healthy/m,
  },
  {line: 'clustertool --cluster check {0}', says: COVERED},
]

/** Servers 9 and 10. */
const VALKEY_CLI: readonly LiveLine[] = [
  {line: 'valkey-cli --cluster create {9} --cluster-yes', says: COVERED},
  {line: 'valkey-cli --cluster add-node {10} {9} --cluster-replica --cluster-primary-id {id9}', says: ADDED},
  {line: 'valkey-cli --cluster check {9}', says: COVERED},
  {line: 'valkey-cli --cluster info {h9} {p9}', says: /^\[OK\] 0 keys in 1 /m},
  {line: 'valkey-cli --cluster fix {9} --cluster-fix-with-unreachable-primaries', says: COVERED},
  {line: 'valkey-cli --cluster rebalance {9} --cluster-use-empty-primaries', says: /No rebalancing needed/},
]

/** Servers 11 to 13, which require a password. */
const WITH_PASSWORD: readonly LiveLine[] = [
  {line: 'redis-cli --cluster create {11} {12} {13} --cluster-yes', exit: 1, says: /password/i},
  {
    line: 'redis-cli -a {pw} --no-auth-warning --cluster create {11} {12} {13} --cluster-replicas 0 --cluster-yes',
    says: COVERED,
  },
  {line: 'redis-cli --cluster info {11} -a {pw}', says: /^\[OK\] 0 keys/m},
  {line: 'redis-cli -u redis://:{pw}@{11} --cluster check {11}', says: COVERED},
  {line: 'redis-cli --user default --pass {pw} --cluster check {11}', says: COVERED},
  {line: 'REDISCLI_AUTH={pw} redis-cli --cluster check {11}', says: COVERED},
  {line: 'redis-cli --askpass --cluster check {11}', input: '{pw}\n', says: COVERED},
  {line: 'redis-trib.rb check --password {pw} {11}', says: COVERED},
]

export const LIVE_LINES = [...REDIS_CLI, ...REDIS_TRIB, ...VALKEY_CLI, ...WITH_PASSWORD]
