/** Command lines of redis-cli and valkey-cli, and what they become. */
export const REDIS_CLI_LINES: readonly (readonly [old: string, ours: string])[] = [
  // create
  [
    'redis-cli --cluster create 127.0.0.1:7000 127.0.0.1:7001 127.0.0.1:7002 127.0.0.1:7003 127.0.0.1:7004 127.0.0.1:7005 --cluster-replicas 1',
    'create 127.0.0.1:7000 127.0.0.1:7001 127.0.0.1:7002 127.0.0.1:7003 127.0.0.1:7004 127.0.0.1:7005 --replicas=1 --as=redis-cli',
  ],
  [
    'redis-cli --cluster create 10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379',
    'create 10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379 --as=redis-cli',
  ],
  [
    'redis-cli --cluster create 10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379 --cluster-replicas 0 --cluster-yes',
    'create 10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379 --replicas=0 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster create 10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379 --cluster-yes --cluster-replicas 0',
    'create 10.0.0.1:6379 10.0.0.2:6379 10.0.0.3:6379 --replicas=0 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster-yes --cluster-replicas 1 --cluster create a:1 b:2 c:3 d:4 e:5 f:6',
    'create a:1 b:2 c:3 d:4 e:5 f:6 --replicas=1 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster create --cluster-replicas 1 a:1 b:2 c:3 d:4 e:5 f:6',
    'create a:1 b:2 c:3 d:4 e:5 f:6 --replicas=1 --as=redis-cli',
  ],
  ['redis-cli --cluster create --cluster-yes a:1 b:2 c:3', 'create a:1 b:2 c:3 --yes --as=redis-cli'],
  [
    'redis-cli -a s3cret --cluster create a:1 b:2 c:3 --cluster-replicas 1 --cluster-yes',
    'create a:1 b:2 c:3 --replicas=1 --yes --pass=s3cret --as=redis-cli',
  ],
  [
    "redis-cli --cluster create a:1 b:2 c:3 --cluster-replicas 1 -a 's3 cret' --no-auth-warning",
    "create a:1 b:2 c:3 --replicas=1 '--pass=s3 cret' --as=redis-cli",
  ],
  ['redis-cli -h 10.0.0.1 -p 6379 --cluster create a:1 b:2 c:3', 'create a:1 b:2 c:3 --as=redis-cli'],
  [
    'redis-cli --no-auth-warning -a "p\'w" --cluster create a:1@11 b:2@12 c:3@13',
    'create a:1@11 b:2@12 c:3@13 "--pass=p\'w" --as=redis-cli',
  ],
  [
    'redis-cli --cluster create a:1 b:2 c:3 --cluster-replicas 00',
    'create a:1 b:2 c:3 --replicas=0 --as=redis-cli',
  ],
  [
    'REDISCLI_CLUSTER_YES=1 redis-cli --cluster create a:1 b:2 c:3',
    'create a:1 b:2 c:3 --yes --as=redis-cli',
  ],
  [
    'VALKEYCLI_CLUSTER_YES=1 redis-cli --cluster create a:1 b:2 c:3',
    'create a:1 b:2 c:3 --yes --as=redis-cli',
  ],
  ['REDISCLI_CLUSTER_YES=0 redis-cli --cluster create a:1 b:2 c:3', 'create a:1 b:2 c:3 --as=redis-cli'],
  ['REDISCLI_CLUSTER_YES=yes redis-cli --cluster create a:1 b:2 c:3', 'create a:1 b:2 c:3 --as=redis-cli'],
  [
    'REDISCLI_CLUSTER_YES=1 redis-cli --cluster create a:1 b:2 c:3 --cluster-yes',
    'create a:1 b:2 c:3 --yes --as=redis-cli',
  ],
  [
    'redis-cli --tls --cacert ca.crt --cert redis.crt --key redis.key --cluster create a:1 b:2 c:3 --cluster-replicas 0',
    'create a:1 b:2 c:3 --replicas=0 --tls --cacert=ca.crt --cert=redis.crt --key=redis.key --as=redis-cli',
  ],
  [
    'redis-cli --cluster create redis-0.redis:6379 redis-1.redis:6379 redis-2.redis:6379 --cluster-replicas 0 --cluster-yes',
    'create redis-0.redis:6379 redis-1.redis:6379 redis-2.redis:6379 --replicas=0 --yes --as=redis-cli',
  ],
  [
    'clustertool --cluster create a:1 b:2 c:3 --cluster-replicas 1 --cluster-yes',
    'create a:1 b:2 c:3 --replicas=1 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster create a:1 b:2 c:3 --cluster-timeout 5 --cluster-threshold 1 --cluster-slots 3 --cluster-copy',
    'create a:1 b:2 c:3 --as=redis-cli',
  ],
  // check
  ['redis-cli --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --cluster check 127.0.0.1 7000', 'check 127.0.0.1 7000 --as=redis-cli'],
  ['redis-cli --cluster check ::1:7000', 'check ::1:7000 --as=redis-cli'],
  ['redis-cli --cluster check ::1 7000', 'check ::1 7000 --as=redis-cli'],
  ['redis-cli --cluster check 127.0.0.1:7000@17000', 'check 127.0.0.1:7000@17000 --as=redis-cli'],
  [
    'redis-cli --cluster check 127.0.0.1:7000 --cluster-search-multiple-owners',
    'check 127.0.0.1:7000 --search-multiple-owners --as=redis-cli',
  ],
  [
    'redis-cli --cluster-search-multiple-owners --cluster check 127.0.0.1 7000',
    'check 127.0.0.1 7000 --search-multiple-owners --as=redis-cli',
  ],
  ['redis-cli -c --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --raw --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --no-raw --csv --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli -n 0 -r 5 -i 0.1 --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  [
    'redis-cli -t 2 --cluster check 127.0.0.1:7000',
    'check 127.0.0.1:7000 --connect-timeout=2000 --as=redis-cli',
  ],
  [
    'redis-cli -t 0.25 --cluster check 127.0.0.1:7000',
    'check 127.0.0.1:7000 --connect-timeout=250 --as=redis-cli',
  ],
  ['redis-cli -t 0 --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli -4 --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --cluster check 127.0.0.1:7000 -6', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli -2 --cluster check 127.0.0.1:7000 -3', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --name ops --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --verbose --cluster check 127.0.0.1:7000', 'check 127.0.0.1:7000 --as=redis-cli'],
  [
    'redis-cli --user admin --pass pw --cluster check 127.0.0.1:7000',
    'check 127.0.0.1:7000 --user=admin --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli --user admin --askpass --cluster check 127.0.0.1:7000',
    'check 127.0.0.1:7000 --user=admin --askpass --as=redis-cli',
  ],
  [
    'redis-cli -u redis://admin:pw@10.0.0.1:7000/0 --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --user=admin --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli -u redis://:pw@10.0.0.1:7000 --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli -u redis://pw@10.0.0.1:7000 --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli -u rediss://admin:p%40w@10.0.0.1 --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --user=admin --pass=p@w --tls --as=redis-cli',
  ],
  ['redis-cli -u redis://10.0.0.1:7000 --cluster check 10.0.0.1:7000', 'check 10.0.0.1:7000 --as=redis-cli'],
  [
    'redis-cli -u redis://admin:one@10.0.0.1:7000 -a two --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --user=admin --pass=two --as=redis-cli',
  ],
  ['redis-cli -a one -a two --cluster check 10.0.0.1:7000', 'check 10.0.0.1:7000 --pass=two --as=redis-cli'],
  ["redis-cli -a '' --cluster check 10.0.0.1:7000", 'check 10.0.0.1:7000 --pass= --as=redis-cli'],
  ['redis-cli -a -dash --cluster check 10.0.0.1:7000', 'check 10.0.0.1:7000 --pass=-dash --as=redis-cli'],
  [
    'redis-cli -a --cluster --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --pass=--cluster --as=redis-cli',
  ],
  ["redis-cli -a 'a=b c' --cluster check 10.0.0.1:7000", "check 10.0.0.1:7000 '--pass=a=b c' --as=redis-cli"],
  [
    'redis-cli --tls --cacertdir /etc/ssl/redis --sni redis.example --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --tls --sni=redis.example --cacertdir=/etc/ssl/redis --as=redis-cli',
  ],
  [
    'redis-cli --tls --insecure --cluster check 10.0.0.1:7000',
    'check 10.0.0.1:7000 --tls --insecure --as=redis-cli',
  ],
  [
    'redis-cli --tls --tls-ciphers ECDHE-RSA-AES256-GCM-SHA384 --tls-ciphersuites TLS_AES_256_GCM_SHA384 --cluster check a:1',
    'check a:1 --tls --tls-ciphers=ECDHE-RSA-AES256-GCM-SHA384 --tls-ciphersuites=TLS_AES_256_GCM_SHA384 --as=redis-cli',
  ],
  [
    'redis-cli --tls --cert c.pem --key k.pem --cacert ca.pem --cluster check a:1',
    'check a:1 --tls --cacert=ca.pem --cert=c.pem --key=k.pem --as=redis-cli',
  ],
  ['redis-cli -s /run/redis.sock --cluster check a:1', 'check a:1 --as=redis-cli'],
  ['redis-cli --json --cluster check a:1', 'check a:1 --json --as=redis-cli'],
  ['redis-cli --cluster check a:1 --quoted-input --quoted-json', 'check a:1 --as=redis-cli'],
  ["redis-cli --cluster check a:1 -d ';' -D '\\n' --show-pushes no", 'check a:1 --as=redis-cli'],
  ['redis-cli --cluster check a:1 -x', 'check a:1 --as=redis-cli'],
  ['redis-cli --cluster check a:1 -X tag', 'check a:1 --as=redis-cli'],
  ['redis-cli --stat --cluster check a:1', 'check a:1 --as=redis-cli'],
  ['redis-cli --cluster check a:1 --cluster-yes', 'check a:1 --as=redis-cli'],
  ['redis-cli -p 7001 --cluster check a:1', 'check a:1 --as=redis-cli'],
  // info
  ['redis-cli --cluster info 127.0.0.1:7000', 'info 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --cluster info 127.0.0.1 7000', 'info 127.0.0.1 7000 --as=redis-cli'],
  [
    'redis-cli -a pw --no-auth-warning --cluster info 127.0.0.1:7000',
    'info 127.0.0.1:7000 --pass=pw --as=redis-cli',
  ],
  ['redis-cli --cluster info 127.0.0.1:7000 -a pw', 'info 127.0.0.1:7000 --pass=pw --as=redis-cli'],
  ['redis-cli -e --cluster info 127.0.0.1:7000', 'info 127.0.0.1:7000 --as=redis-cli'],
  // fix
  ['redis-cli --cluster fix 127.0.0.1:7000', 'fix 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --cluster fix 127.0.0.1 7000', 'fix 127.0.0.1 7000 --as=redis-cli'],
  ['redis-cli --cluster fix 127.0.0.1:7000 --cluster-yes', 'fix 127.0.0.1:7000 --yes --as=redis-cli'],
  [
    'REDISCLI_CLUSTER_YES=1 redis-cli --cluster fix 127.0.0.1:7000',
    'fix 127.0.0.1:7000 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster fix 127.0.0.1:7000 --cluster-search-multiple-owners',
    'fix 127.0.0.1:7000 --search-multiple-owners --as=redis-cli',
  ],
  [
    'redis-cli --cluster fix 127.0.0.1:7000 --cluster-fix-with-unreachable-masters',
    'fix 127.0.0.1:7000 --fix-with-unreachable-masters --as=redis-cli',
  ],
  [
    'redis-cli --cluster fix 127.0.0.1:7000 --cluster-timeout 5000 --cluster-pipeline 20 --cluster-replace',
    'fix 127.0.0.1:7000 --timeout=5000 --pipeline=20 --replace --as=redis-cli',
  ],
  [
    'redis-cli --cluster fix 127.0.0.1:7000 --cluster-search-multiple-owners --cluster-fix-with-unreachable-masters --cluster-yes',
    'fix 127.0.0.1:7000 --search-multiple-owners --fix-with-unreachable-masters --yes --as=redis-cli',
  ],
  // reshard
  ['redis-cli --cluster reshard 127.0.0.1:7000', 'reshard 127.0.0.1:7000 --as=redis-cli'],
  ['redis-cli --cluster reshard 127.0.0.1 7000', 'reshard 127.0.0.1 7000 --as=redis-cli'],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-from 4f3a --cluster-to 77b0 --cluster-slots 1000 --cluster-yes',
    'reshard 127.0.0.1:7000 --from=4f3a --to=77b0 --slots=1000 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard --cluster-from 4f3a --cluster-to 77b0 --cluster-slots 1000 --cluster-yes 127.0.0.1:7000',
    'reshard 127.0.0.1:7000 --from=4f3a --to=77b0 --slots=1000 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster-from all --cluster-to 77b0 --cluster-slots 100 --cluster-yes --cluster reshard 127.0.0.1:7000',
    'reshard 127.0.0.1:7000 --from=all --to=77b0 --slots=100 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-from 4f3a,5a5a,6b6b --cluster-to 77b0 --cluster-slots 12',
    'reshard 127.0.0.1:7000 --from=4f3a,5a5a,6b6b --to=77b0 --slots=12 --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-from all --cluster-to 77b0 --cluster-slots 4096 --cluster-timeout 120000 --cluster-pipeline 100',
    'reshard 127.0.0.1:7000 --from=all --to=77b0 --slots=4096 --timeout=120000 --pipeline=100 --as=redis-cli',
  ],
  ['redis-cli --cluster reshard 127.0.0.1:7000 --cluster-slots 0', 'reshard 127.0.0.1:7000 --as=redis-cli'],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-slots 0100',
    'reshard 127.0.0.1:7000 --slots=100 --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-slots 20000 --cluster-yes',
    'reshard 127.0.0.1:7000 --slots=20000 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-timeout 0',
    'reshard 127.0.0.1:7000 --timeout=1000 --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard 127.0.0.1:7000 --cluster-replace --cluster-yes',
    'reshard 127.0.0.1:7000 --replace --yes --as=redis-cli',
  ],
  [
    'redis-cli -a pw --cluster reshard 127.0.0.1:7000 --cluster-from 4f3a --cluster-to 77b0 --cluster-slots 1',
    'reshard 127.0.0.1:7000 --from=4f3a --to=77b0 --slots=1 --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli --user ops --pass pw --cluster reshard 127.0.0.1:7000 --cluster-yes',
    'reshard 127.0.0.1:7000 --yes --user=ops --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard redis-cluster_node_1:6379 --cluster-from all --cluster-to 77b0 --cluster-slots 1000 --cluster-yes',
    'reshard redis-cluster_node_1:6379 --from=all --to=77b0 --slots=1000 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster reshard a:1 --cluster-slots 1 --cluster-slots 2',
    'reshard a:1 --slots=2 --as=redis-cli',
  ],
  // rebalance
  ['redis-cli --cluster rebalance 127.0.0.1:7000', 'rebalance 127.0.0.1:7000 --yes --as=redis-cli'],
  ['redis-cli --cluster rebalance 127.0.0.1 7000', 'rebalance 127.0.0.1 7000 --yes --as=redis-cli'],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-use-empty-masters',
    'rebalance 127.0.0.1:7000 --use-empty-primaries --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance --cluster-use-empty-masters 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --use-empty-primaries --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-threshold 1 --cluster-use-empty-masters',
    'rebalance 127.0.0.1:7000 --use-empty-primaries --threshold=1 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-threshold 1.5',
    'rebalance 127.0.0.1:7000 --threshold=1.5 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-threshold 0',
    'rebalance 127.0.0.1:7000 --threshold=0 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-simulate',
    'rebalance 127.0.0.1:7000 --simulate --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-weight 4f3a=2 77b0=0',
    'rebalance 127.0.0.1:7000 --weight=4f3a=2 --weight=77b0=0 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance --cluster-weight 4f3a=0 127.0.0.1:7000',
    'rebalance 127.0.0.1:7000 --weight=4f3a=0 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-weight 4f3a=0.5 77b0=1.5 --cluster-use-empty-masters --cluster-simulate',
    'rebalance 127.0.0.1:7000 --weight=4f3a=0.5 --weight=77b0=1.5 --use-empty-primaries --simulate --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-weight 4f3a=1 --cluster-weight 77b0=3',
    'rebalance 127.0.0.1:7000 --weight=4f3a=1 --weight=77b0=3 --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-pipeline 100 --cluster-timeout 30000 --cluster-replace',
    'rebalance 127.0.0.1:7000 --timeout=30000 --pipeline=100 --replace --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster rebalance 127.0.0.1:7000 --cluster-yes',
    'rebalance 127.0.0.1:7000 --yes --as=redis-cli',
  ],
  ['redis-cli --verbose --cluster rebalance 127.0.0.1:7000', 'rebalance 127.0.0.1:7000 --yes --as=redis-cli'],
  [
    'redis-cli -a pw --cluster rebalance --cluster-threshold 1 --cluster-use-empty-masters 10.0.0.1:6379',
    'rebalance 10.0.0.1:6379 --use-empty-primaries --threshold=1 --yes --pass=pw --as=redis-cli',
  ],
  // add-node
  [
    'redis-cli --cluster add-node 127.0.0.1:7006 127.0.0.1:7000',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --as=redis-cli',
  ],
  [
    'redis-cli --cluster add-node 127.0.0.1:7006 127.0.0.1:7000 --cluster-slave',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --as=redis-cli',
  ],
  [
    'redis-cli --cluster add-node --cluster-slave 127.0.0.1:7006 127.0.0.1:7000',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --as=redis-cli',
  ],
  [
    'redis-cli --cluster add-node 127.0.0.1:7006 127.0.0.1:7000 --cluster-slave --cluster-master-id 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e',
    'add-node 127.0.0.1:7006 127.0.0.1:7000 --slave --master-id=3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e --as=redis-cli',
  ],
  [
    'redis-cli --cluster-master-id 3c3a --cluster-slave --cluster add-node a:1 b:2',
    'add-node a:1 b:2 --slave --master-id=3c3a --as=redis-cli',
  ],
  ['redis-cli --cluster add-node a:1 b:2 --cluster-master-id 3c3a', 'add-node a:1 b:2 --as=redis-cli'],
  [
    'redis-cli --cluster add-node redis04:6382 redis01:6379 --cluster-yes',
    'add-node redis04:6382 redis01:6379 --as=redis-cli',
  ],
  [
    'redis-cli -a pw --no-auth-warning --cluster add-node a:1 b:2 --cluster-slave',
    'add-node a:1 b:2 --slave --pass=pw --as=redis-cli',
  ],
  // del-node
  [
    'redis-cli --cluster del-node 127.0.0.1:7000 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e',
    'del-node 127.0.0.1:7000 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e --yes --as=redis-cli',
  ],
  [
    'redis-cli --cluster del-node 127.0.0.1:7000 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e -a pw',
    'del-node 127.0.0.1:7000 3c3a0c74aae0b56170ccb03a76b60cfe7dc1912e --yes --pass=pw --as=redis-cli',
  ],
  ['redis-cli -a pw --cluster del-node a:1 3C3A', 'del-node a:1 3C3A --yes --pass=pw --as=redis-cli'],
  ['redis-cli --cluster del-node a:1 3c3a --cluster-yes', 'del-node a:1 3c3a --yes --as=redis-cli'],
  // call
  ['redis-cli --cluster call 127.0.0.1:7000 ping', 'call 127.0.0.1:7000 ping --as=redis-cli'],
  [
    'redis-cli --cluster call 127.0.0.1:7000 config set maxmemory 100mb',
    'call 127.0.0.1:7000 config set maxmemory 100mb --as=redis-cli',
  ],
  [
    "redis-cli --cluster call 127.0.0.1:7000 config set save ''",
    "call 127.0.0.1:7000 config set save '' --as=redis-cli",
  ],
  [
    "redis-cli --cluster call 127.0.0.1:7000 config set save '900 1 300 10'",
    "call 127.0.0.1:7000 config set save '900 1 300 10' --as=redis-cli",
  ],
  [
    'redis-cli --cluster call 127.0.0.1:7000 config get maxmemory --cluster-only-masters',
    'call 127.0.0.1:7000 config get maxmemory --only-primaries --as=redis-cli',
  ],
  [
    'redis-cli --cluster call --cluster-only-replicas 127.0.0.1:7000 info replication',
    'call 127.0.0.1:7000 info replication --only-replicas --as=redis-cli',
  ],
  [
    'redis-cli --cluster-only-masters --cluster call 127.0.0.1:7000 flushall',
    'call 127.0.0.1:7000 flushall --only-primaries --as=redis-cli',
  ],
  [
    'redis-cli --cluster call 127.0.0.1:7000 cluster forget 3c3a',
    'call 127.0.0.1:7000 cluster forget 3c3a --as=redis-cli',
  ],
  ['redis-cli --cluster call 127.0.0.1:7000 set k -1', 'call --as=redis-cli -- 127.0.0.1:7000 set k -1'],
  ['redis-cli -x --cluster call 127.0.0.1:7000 set k', 'call 127.0.0.1:7000 set k -x --as=redis-cli'],
  [
    'redis-cli --cluster call 127.0.0.1:7000 function load replace -x',
    'call 127.0.0.1:7000 function load replace -x --as=redis-cli',
  ],
  [
    "redis-cli -a pw --no-auth-warning --cluster call 127.0.0.1:7000 keys 'user:*'",
    "call 127.0.0.1:7000 keys 'user:*' --pass=pw --as=redis-cli",
  ],
  [
    "redis-cli --cluster call a:1 keys 'a b' --cluster-only-masters --cluster-yes",
    "call a:1 keys 'a b' --only-primaries --as=redis-cli",
  ],
  [
    "redis-cli --cluster call a:1 acl setuser bob on '>secret' '~*' '+@all' -@dangerous",
    "call --as=redis-cli -- a:1 acl setuser bob on >secret '~*' +@all -@dangerous",
  ],
  // set-timeout, import, backup
  ['redis-cli --cluster set-timeout 127.0.0.1:7000 15000', 'set-timeout 127.0.0.1:7000 15000 --as=redis-cli'],
  [
    'redis-cli --cluster set-timeout 127.0.0.1:7000 5000 -a pw',
    'set-timeout 127.0.0.1:7000 5000 --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli --cluster import 127.0.0.1:7000 --cluster-from 127.0.0.1:6379',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --as=redis-cli',
  ],
  [
    'redis-cli --cluster import 127.0.0.1:7000 --cluster-from 127.0.0.1:6379 --cluster-copy',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --copy --as=redis-cli',
  ],
  [
    'redis-cli --cluster import 127.0.0.1:7000 --cluster-from 127.0.0.1:6379 --cluster-copy --cluster-replace',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --copy --replace --as=redis-cli',
  ],
  [
    'redis-cli --cluster import --cluster-from 127.0.0.1:6379 --cluster-replace 127.0.0.1:7000',
    'import 127.0.0.1:7000 --from=127.0.0.1:6379 --replace --as=redis-cli',
  ],
  [
    'redis-cli -a pw --cluster import a:1 --cluster-from b:2 --cluster-from-user old --cluster-from-pass secret',
    'import a:1 --from=b:2 --from-user=old --from-pass=secret --pass=pw --as=redis-cli',
  ],
  [
    'redis-cli --cluster import a:1 --cluster-from b:2 --cluster-from-askpass --cluster-timeout 9000 --cluster-pipeline 50',
    'import a:1 --from=b:2 --from-askpass --timeout=9000 --pipeline=50 --as=redis-cli',
  ],
  [
    'redis-cli --cluster backup 127.0.0.1:7000 /var/backups/redis',
    'backup 127.0.0.1:7000 /var/backups/redis --as=redis-cli',
  ],
  [
    "redis-cli --cluster backup 127.0.0.1:7000 './with space' -a pw",
    "backup 127.0.0.1:7000 './with space' --pass=pw --as=redis-cli",
  ],
  // help
  ['redis-cli --cluster help', '--help'],
  ['redis-cli --cluster help reshard', 'reshard --help'],
  ['redis-cli --cluster reshard --help', 'reshard --help'],
  // valkey-cli
  [
    'valkey-cli --cluster create a:1 b:2 c:3 --cluster-replicas 1 --cluster-yes',
    'create a:1 b:2 c:3 --replicas=1 --allow-fewer-primaries --yes --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster create a:1 --cluster-yes',
    'create a:1 --allow-fewer-primaries --yes --as=valkey-cli',
  ],
  [
    'VALKEYCLI_CLUSTER_YES=1 valkey-cli --cluster create a:1 b:2 c:3',
    'create a:1 b:2 c:3 --allow-fewer-primaries --yes --as=valkey-cli',
  ],
  ['REDISCLI_CLUSTER_YES=1 valkey-cli --cluster fix a:1', 'fix a:1 --yes --as=valkey-cli'],
  ['valkey-cli --cluster check a:1', 'check a:1 --as=valkey-cli'],
  [
    'valkey-cli --cluster check a 1 --cluster-search-multiple-owners',
    'check a 1 --search-multiple-owners --as=valkey-cli',
  ],
  ['valkey-cli --cluster info a:1', 'info a:1 --as=valkey-cli'],
  [
    'valkey-cli --cluster fix a:1 --cluster-fix-with-unreachable-primaries',
    'fix a:1 --fix-with-unreachable-masters --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster fix a:1 --cluster-fix-with-unreachable-masters',
    'fix a:1 --fix-with-unreachable-masters --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster reshard a:1 --cluster-from all --cluster-to 77b0 --cluster-slots 10 --cluster-yes --cluster-use-atomic-slot-migration',
    'reshard a:1 --from=all --to=77b0 --slots=10 --method=atomic --yes --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster rebalance a:1 --cluster-use-empty-primaries --cluster-use-atomic-slot-migration',
    'rebalance a:1 --use-empty-primaries --method=atomic --yes --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster rebalance a:1 --cluster-use-empty-masters',
    'rebalance a:1 --use-empty-primaries --yes --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster add-node a:1 b:2 --cluster-replica --cluster-primary-id 3c3a',
    'add-node a:1 b:2 --slave --master-id=3c3a --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster add-node a:1 b:2 --cluster-slave --cluster-master-id 3c3a',
    'add-node a:1 b:2 --slave --master-id=3c3a --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster add-node a:1 b:2 --cluster-replica --cluster-primaries-id 3c3a',
    'add-node a:1 b:2 --slave --master-id=3c3a --as=valkey-cli',
  ],
  ['valkey-cli --cluster del-node a:1 3c3a', 'del-node a:1 3c3a --yes --as=valkey-cli'],
  [
    'valkey-cli --cluster call a:1 ping --cluster-only-primaries',
    'call a:1 ping --only-primaries --as=valkey-cli',
  ],
  [
    'valkey-cli --cluster call a:1 ping --cluster-only-masters',
    'call a:1 ping --only-primaries --as=valkey-cli',
  ],
  [
    'valkey-cli -u valkey://admin:pw@a:1 --cluster check a:1',
    'check a:1 --user=admin --pass=pw --as=valkey-cli',
  ],
  [
    'valkey-cli -u valkeys://admin:pw@a:1 --cluster check a:1',
    'check a:1 --user=admin --pass=pw --tls --as=valkey-cli',
  ],
  ['valkey-cli --cluster backup a:1 /backups', 'backup a:1 /backups --as=valkey-cli'],
  // under our own name
  ['clustertool --cluster check a:1', 'check a:1 --as=redis-cli'],
  [
    'clustertool --cluster rebalance a:1 --cluster-use-empty-primaries',
    'rebalance a:1 --use-empty-primaries --yes --as=valkey-cli',
  ],
  ['clustertool --cluster add-node a:1 b:2 --cluster-replica', 'add-node a:1 b:2 --slave --as=valkey-cli'],
  ['clustertool --as valkey-cli --cluster check a:1', 'check a:1 --as=valkey-cli'],
  [
    'clustertool --as redis-cli --cluster rebalance a:1 --cluster-use-empty-primaries',
    'rebalance a:1 --use-empty-primaries --yes --as=redis-cli',
  ],
  ['run.js -a pw --cluster info a:1', 'info a:1 --pass=pw --as=redis-cli'],
  // not for the cluster manager
  ['clustertool check a:1 --strict', 'check a:1 --strict'],
  [
    'clustertool reshard a:1 --from all --to b:2 --slots 3 --yes',
    'reshard a:1 --from all --to b:2 --slots 3 --yes',
  ],
  ['clustertool slot --cluster', 'slot --cluster'],
  ['clustertool -a --cluster', '-a --cluster'],
  ['clustertool help', '--help'],
  ['clustertool help local start', 'local start --help'],
  ['clustertool --help', '--help'],
  ['clustertool', ''],
]
