import {CONNECTION_OPTIONS} from './connection-options.js'
import {flag, ignored, type Option, pairs, percentage, value, whole} from './option.js'

/** Options of the cluster manager. All are accepted with any sub-command, and used where they mean something. */
const CLUSTER_OPTIONS: Readonly<Record<string, Option>> = {
  '--cluster-yes': flag('yes'),
  '--cluster-replicas': value('replicas', whole(0)),
  '--cluster-slave': flag('slave'),
  '--cluster-replica': flag('slave'),
  '--cluster-master-id': value('master-id'),
  '--cluster-primary-id': value('master-id'),
  // What valkey-cli's help calls it.
  '--cluster-primaries-id': value('master-id'),
  '--cluster-from': value('from'),
  '--cluster-to': value('to'),
  '--cluster-slots': value('slots', whole(1, {means: undefined})),
  // A server takes 0 as a second.
  '--cluster-timeout': value('timeout', whole(1, {means: '1000'})),
  '--cluster-pipeline': value('pipeline', whole(1)),
  '--cluster-replace': flag('replace'),
  '--cluster-weight': pairs('weight'),
  '--cluster-use-empty-masters': flag('use-empty-primaries'),
  '--cluster-use-empty-primaries': flag('use-empty-primaries'),
  '--cluster-threshold': value('threshold', percentage),
  '--cluster-simulate': flag('simulate'),
  '--cluster-use-atomic-slot-migration': {takes: 'nothing', read: () => [['method', 'atomic']]},
  '--cluster-search-multiple-owners': flag('search-multiple-owners'),
  '--cluster-fix-with-unreachable-masters': flag('fix-with-unreachable-masters'),
  '--cluster-fix-with-unreachable-primaries': flag('fix-with-unreachable-masters'),
  '--cluster-copy': flag('copy'),
  '--cluster-from-user': value('from-user'),
  '--cluster-from-pass': value('from-pass'),
  '--cluster-from-askpass': flag('from-askpass'),
  '--cluster-only-masters': flag('only-primaries'),
  '--cluster-only-primaries': flag('only-primaries'),
  '--cluster-only-replicas': flag('only-replicas'),
}

/** Options that choose what redis-cli does or how it prints, and that the cluster manager never looks at. */
const UNUSED = (
  '-2 -3 -c -e --raw --no-raw --quoted-input --csv --quoted-json --stat --scan --bigkeys --memkeys --hotkeys ' +
  '--keystats --latency --latency-history --latency-dist --slave --replica --pipe --ldb --ldb-sync-mode --mono --mptcp'
).split(' ')
const UNUSED_WITH_WORD = (
  '-h -p -s -n -i -r -d -D --name --pattern --quoted-pattern --count --cursor --top --memkeys-samples --keystats-samples ' +
  '--intrinsic-latency --lru-test --rdb --functions-rdb --eval --pipe-timeout --show-pushes ' +
  '--hotkeys-count --vset-recall --vset-recall-count --vset-recall-ef --vset-recall-ele'
).split(' ')

/** What redis-cli 5 to 8 and valkey-cli 7.2 to 9 take beside the sub-command and its arguments. */
export const REDIS_CLI_OPTIONS: ReadonlyMap<string, Option> = new Map([
  ...Object.entries(CLUSTER_OPTIONS),
  ...Object.entries(CONNECTION_OPTIONS),
  ...UNUSED.map((name) => [name, ignored()] as const),
  ...UNUSED_WITH_WORD.map((name) => [name, ignored('word')] as const),
  ['--verbose', flag('verbose')],
  ['--json', flag('json')],
  ['--help', flag('help')],
  ['-x', flag('x')],
  ['-X', value('X')],
  // Ours: a wrapper script says under which name it was called.
  ['--as', value('as')],
])

/** Options of redis-cli that are followed by a word which is not an option, whatever it looks like. */
export function optionsWithWord(): readonly string[] {
  const names = [...REDIS_CLI_OPTIONS].flatMap(([name, {takes}]) => (takes === 'word' ? [name] : []))
  return names.toSorted()
}
