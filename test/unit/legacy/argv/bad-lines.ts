const UNKNOWN = (option: string) => `Unrecognized option or bad number of args for: '${option}'.`
const ARITY = (command: string, words: string) =>
  `Wrong number of arguments for ${command}: it takes ${words}.`
const NODE = 'host:port, or host port'

/** Command lines that the old tools refused too, or understood differently, and the messages about them. */
export const BAD_LINES: readonly (readonly [old: string, message: string])[] = [
  ['redis-cli --cluster', '--cluster needs a subcommand.'],
  ['redis-cli -a pw --cluster', '--cluster needs a subcommand.'],
  ['redis-cli --cluster balance a:1', 'Unknown --cluster subcommand "balance".'],
  ['redis-cli --cluster CHECK a:1', 'Unknown --cluster subcommand "CHECK".'],
  ['redis-cli --cluster --cluster-yes create a:1', 'Unknown --cluster subcommand "--cluster-yes".'],
  ['redis-cli --cluster check a:1 --cluster info', UNKNOWN('--cluster')],
  ['redis-cli --cluster check', ARITY('check', NODE)],
  ['redis-cli --cluster check a 1 2', ARITY('check', NODE)],
  ['redis-cli --cluster create --cluster-yes', ARITY('create', 'host:port of every node')],
  ['redis-cli --cluster reshard --cluster-slots 1', ARITY('reshard', NODE)],
  ['redis-cli --cluster add-node a:1', ARITY('add-node', 'new-host:port existing-host:port')],
  ['redis-cli --cluster add-node a:1 b:2 c:3', ARITY('add-node', 'new-host:port existing-host:port')],
  ['redis-cli --cluster del-node a:1', ARITY('del-node', 'host:port node-id')],
  ['redis-cli --cluster call a:1', ARITY('call', 'host:port command arg…')],
  ['redis-cli --cluster set-timeout a:1', ARITY('set-timeout', 'host:port milliseconds')],
  ['redis-cli --cluster import --cluster-from b:2', ARITY('import', 'host:port')],
  ['redis-cli --cluster import a:1', 'import needs to know the server to import from.'],
  ['redis-cli --cluster backup a:1', ARITY('backup', 'host:port folder')],
  ['redis-cli --cluster check a:1 --cluster-deep', UNKNOWN('--cluster-deep')],
  ['redis-cli --cluster check a:1 --strict', UNKNOWN('--strict')],
  ['redis-cli --cluster check a:1 -Z', UNKNOWN('-Z')],
  ['redis-cli --cluster check a:1 --pass=secret', UNKNOWN('--pass=…')],
  ['redis-cli --cluster reshard a:1 --cluster-slots', UNKNOWN('--cluster-slots')],
  ['redis-cli --cluster reshard a:1 -a', UNKNOWN('-a')],
  [
    'redis-cli --cluster reshard a:1 --cluster-slots many',
    '--cluster-slots takes a whole number from 1 up, and "many" is none.',
  ],
  [
    'redis-cli --cluster reshard a:1 --cluster-slots -5',
    '--cluster-slots takes a whole number from 1 up, and "-5" is none.',
  ],
  [
    'redis-cli --cluster reshard a:1 --cluster-slots 10x',
    '--cluster-slots takes a whole number from 1 up, and "10x" is none.',
  ],
  [
    'redis-cli --cluster reshard a:1 --cluster-timeout soon',
    '--cluster-timeout takes a whole number from 1 up, and "soon" is none.',
  ],
  [
    'redis-cli --cluster reshard a:1 --cluster-pipeline 0',
    '--cluster-pipeline takes a whole number from 1 up, and "0" is none.',
  ],
  [
    'redis-cli --cluster create a:1 b:2 c:3 --cluster-replicas one',
    '--cluster-replicas takes a whole number from 0 up, and "one" is none.',
  ],
  [
    'redis-cli --cluster rebalance a:1 --cluster-threshold 2%',
    '--cluster-threshold takes a percentage from 0 up, and "2%" is none.',
  ],
  ['redis-cli --cluster rebalance a:1 --cluster-weight', '--cluster-weight needs node=weight.'],
  ['redis-cli --cluster rebalance --cluster-weight 4f3a a:1', '--cluster-weight needs node=weight.'],
  ['redis-cli -t soon --cluster check a:1', '-t takes a number of seconds, and "soon" is none.'],
  ['redis-cli -u http://a:1 --cluster check a:1', '-u takes a URL such as redis://user:password@host:port.'],
  [
    'redis-cli -u redis://u:%zz@a:1 --cluster check a:1',
    'The user or password in the URL is not percent-encoded properly.',
  ],
  [
    'redis-cli -X tag --cluster call a:1 set k tag',
    '-X, standard input in the place of a word, is not supported.',
  ],
  ['redis-cli --cluster call a:1 ping --cluster-only-master', UNKNOWN('--cluster-only-master')],
  ['redis-trib.rb balance a:1', 'Unknown redis-trib subcommand "balance".'],
  ['redis-trib.rb backup a:1 /x', 'Unknown redis-trib subcommand "backup".'],
  ['redis-trib.rb --replicas 1 create a:1', 'Unknown redis-trib subcommand "--replicas".'],
  ['redis-trib.rb check', ARITY('check', NODE)],
  ['redis-trib.rb create --replicas 1', ARITY('create', 'host:port of every node')],
  ['redis-trib.rb check --replicas 1 a:1', UNKNOWN('--replicas')],
  ['redis-trib.rb create --slave a:1', UNKNOWN('--slave')],
  ['redis-trib.rb create --no-such a:1', UNKNOWN('--no-such')],
  ['redis-trib.rb create --replicas', UNKNOWN('--replicas')],
  ['redis-trib.rb reshard --yes=true a:1', UNKNOWN('--yes=…')],
  ['redis-trib.rb reshard --t 1 a:1', UNKNOWN('--t')],
  ['redis-trib.rb create --replicas x a:1', '--replicas takes a whole number from 0 up, and "x" is none.'],
  ['redis-trib.rb rebalance --weight a a:1', '--weight needs node=weight.'],
  ['redis-trib.rb import a:1', 'import needs to know the server to import from.'],
]
