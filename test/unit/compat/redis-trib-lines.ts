/** Command lines of redis-trib, and what they become. */
export const REDIS_TRIB_LINES: readonly (readonly [old: string, ours: string])[] = [
  // create
  [
    'redis-trib.rb create --replicas 1 127.0.0.1:7000 127.0.0.1:7001 127.0.0.1:7002 127.0.0.1:7003 127.0.0.1:7004 127.0.0.1:7005',
    'create 127.0.0.1:7000 127.0.0.1:7001 127.0.0.1:7002 127.0.0.1:7003 127.0.0.1:7004 127.0.0.1:7005 --replicas=1 --as=redis-trib',
  ],
  [
    './redis-trib.rb create 127.0.0.1:7000 127.0.0.1:7001 127.0.0.1:7002',
    'create 127.0.0.1:7000 127.0.0.1:7001 127.0.0.1:7002 --as=redis-trib',
  ],
  ['redis-trib create --replicas 0 a:1 b:2 c:3', 'create a:1 b:2 c:3 --replicas=0 --as=redis-trib'],
  ['redis-trib.rb create a:1 b:2 c:3 --replicas 1', 'create a:1 b:2 c:3 --replicas=1 --as=redis-trib'],
  ['redis-trib.rb create --replicas=2 a:1 b:2 c:3', 'create a:1 b:2 c:3 --replicas=2 --as=redis-trib'],
  ['redis-trib.rb create --rep 1 a:1 b:2 c:3', 'create a:1 b:2 c:3 --replicas=1 --as=redis-trib'],
  [
    'redis-trib.rb create --replicas 1 --password pw a:1 b:2 c:3',
    'create a:1 b:2 c:3 --replicas=1 --pass=pw --as=redis-trib',
  ],
  ['redis-trib.rb create --yes a:1 b:2 c:3', 'create a:1 b:2 c:3 --yes --as=redis-trib'],
  [
    '/usr/local/bin/redis-trib.rb create --replicas 1 10.10.2.70:6300 10.10.2.71:6300 10.10.2.85:6300',
    'create 10.10.2.70:6300 10.10.2.71:6300 10.10.2.85:6300 --replicas=1 --as=redis-trib',
  ],
  ['REDISCLI_CLUSTER_YES=1 redis-trib.rb create a:1 b:2 c:3', 'create a:1 b:2 c:3 --as=redis-trib'],
  // check, info, fix
  ['redis-trib.rb check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-trib'],
  ['redis-trib check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-trib'],
  ['redis-trib.rb info 127.0.0.1:7000', 'info 127.0.0.1:7000 --as=redis-trib'],
  ['redis-trib.rb fix 127.0.0.1:7000', 'fix 127.0.0.1:7000 --as=redis-trib'],
  ['redis-trib.rb fix --timeout 5000 127.0.0.1:7000', 'fix 127.0.0.1:7000 --timeout=5000 --as=redis-trib'],
  ['redis-trib.rb fix 127.0.0.1:7000 --timeout 5000', 'fix 127.0.0.1:7000 --timeout=5000 --as=redis-trib'],
  ['redis-trib.rb fix --yes a:1', 'fix a:1 --yes --as=redis-trib'],
  ['redis-trib.rb check --pass pw a:1', 'check a:1 --pass=pw --as=redis-trib'],
  ['redis-trib.rb check -a pw a:1', 'check a:1 --pass=pw --as=redis-trib'],
  // reshard
  ['redis-trib.rb reshard 127.0.0.1:7000', 'reshard 127.0.0.1:7000 --as=redis-trib'],
  [
    'redis-trib.rb reshard --from 4f3a --to 77b0 --slots 10 --yes 127.0.0.1:7000',
    'reshard 127.0.0.1:7000 --from=4f3a --to=77b0 --slots=10 --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb reshard --from all --to 77b0 --slots 4096 --yes 127.0.0.1:7000',
    'reshard 127.0.0.1:7000 --from=all --to=77b0 --slots=4096 --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb reshard --from 4f3a,5a5a --to 77b0 --slots 10 127.0.0.1:7000',
    'reshard 127.0.0.1:7000 --from=4f3a,5a5a --to=77b0 --slots=10 --as=redis-trib',
  ],
  [
    'redis-trib.rb reshard 127.0.0.1:7000 --yes --slots 10 --to 77b0 --from 4f3a',
    'reshard 127.0.0.1:7000 --from=4f3a --to=77b0 --slots=10 --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb reshard --timeout 60000 127.0.0.1:7000',
    'reshard 127.0.0.1:7000 --timeout=60000 --as=redis-trib',
  ],
  [
    'redis-trib.rb reshard --pipeline 50 --timeout 60000 --yes --from all --to 77b0 --slots 1 a:1',
    'reshard a:1 --from=all --to=77b0 --slots=1 --timeout=60000 --pipeline=50 --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb reshard --from=all --to=77b0 --slots=1 --yes a:1',
    'reshard a:1 --from=all --to=77b0 --slots=1 --yes --as=redis-trib',
  ],
  ['redis-trib.rb reshard --slots 0 a:1', 'reshard a:1 --as=redis-trib'],
  ['redis-trib.rb reshard --timeout 0 a:1', 'reshard a:1 --timeout=1000 --as=redis-trib'],
  // rebalance
  ['redis-trib.rb rebalance 127.0.0.1:7000', 'rebalance 127.0.0.1:7000 --yes --as=redis-trib'],
  [
    'redis-trib.rb rebalance --use-empty-masters 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --use-empty-primaries --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb rebalance --weight 4f3a=2 --weight 77b0=0 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --weight=4f3a=2 --weight=77b0=0 --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb rebalance --weight=4f3a=2 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --weight=4f3a=2 --yes --as=redis-trib',
  ],
  ['redis-trib.rb rebalance --auto-weights 127.0.0.1:7000', 'rebalance 127.0.0.1:7000 --yes --as=redis-trib'],
  [
    'redis-trib.rb rebalance --threshold 1 --simulate 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --threshold=1 --simulate --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb rebalance --timeout 30000 --pipeline 100 --threshold 1 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --threshold=1 --timeout=30000 --pipeline=100 --yes --as=redis-trib',
  ],
  [
    'redis-trib.rb rebalance --weight b31e3a2e=5 --weight 60b8e3a1=5 --use-empty-masters 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --weight=b31e3a2e=5 --weight=60b8e3a1=5 --use-empty-primaries --yes --as=redis-trib',
  ],
  ['redis-trib.rb rebalance --use-empty a:1', 'rebalance a:1 --use-empty-primaries --yes --as=redis-trib'],
  // add-node, del-node
  [
    'redis-trib.rb add-node 127.0.0.1:7006 127.0.0.1:7000',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --as=redis-trib',
  ],
  [
    'redis-trib.rb add-node --slave 127.0.0.1:7006 127.0.0.1:7000',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --as=redis-trib',
  ],
  [
    'redis-trib.rb add-node --slave --master-id 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e 127.0.0.1:7006 127.0.0.1:7000',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --master-id=3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e --as=redis-trib',
  ],
  [
    'redis-trib.rb add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --master-id 3c3a',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --master-id=3c3a --as=redis-trib',
  ],
  ['redis-trib.rb add-node --master-id 3c3a a:1 b:2', 'add-node a:1 b:2 --as=redis-trib'],
  [
    'redis-trib.rb del-node 127.0.0.1:7000 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e',
    'del-node 127.0.0.1:7000 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e --yes --as=redis-trib',
  ],
  // set-timeout, call, import, help
  ['redis-trib.rb set-timeout 127.0.0.1:7000 15000', 'set-timeout 127.0.0.1:7000 15000 --as=redis-trib'],
  [
    'redis-trib.rb call 127.0.0.1:7000 config set cluster-node-timeout 5000',
    'call 127.0.0.1:7000 config set cluster-node-timeout 5000 --as=redis-trib',
  ],
  [
    'redis-trib.rb call 127.0.0.1:7001 cluster forget 3c3a',
    'call 127.0.0.1:7001 cluster forget 3c3a --as=redis-trib',
  ],
  [
    'redis-trib.rb call 127.0.0.1:7000 config get requirepass',
    'call 127.0.0.1:7000 config get requirepass --as=redis-trib',
  ],
  ['redis-trib.rb call a:1 zadd board -1 --yes', 'call --as=redis-trib -- a:1 zadd board -1 --yes'],
  ['redis-trib.rb call --password pw a:1 ping', 'call a:1 ping --pass=pw --as=redis-trib'],
  [
    'redis-trib.rb import --from 127.0.0.1:6379 127.0.0.1:7000',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --as=redis-trib',
  ],
  [
    'redis-trib.rb import --copy --from 127.0.0.1:6379 127.0.0.1:7000',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --copy --as=redis-trib',
  ],
  [
    'redis-trib.rb import --from 127.0.0.1:6379 --replace --copy 127.0.0.1:7000',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --copy --replace --as=redis-trib',
  ],
  ['redis-trib.rb help', '--help'],
  ['redis-trib.rb help create', 'create --help'],
  ['redis-trib.rb', '--help'],
  ['redis-trib.rb --help', '--help'],
  ['redis-trib.rb reshard --help', 'reshard --help'],
  ['redis-trib.rb --version', '--version'],
  [
    'clustertool --as redis-trib reshard --from all --to 77b0 --slots 3 a:1',
    'reshard a:1 --from=all --to=77b0 --slots=3 --as=redis-trib',
  ],
  ['clustertool --as redis-trib', '--help'],
]
