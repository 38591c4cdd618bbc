import type {Case, Context} from './bad-input-cases.js'

/** The cases for commands that change a running cluster. */
export function changeCasesOf(context: () => Context): readonly Case[] {
  const reshard = (...args: string[]) => ['reshard', context().seed, ...args]
  const rebalance = (...args: string[]) => ['rebalance', context().seed, ...args]
  return [
    {what: 'reshard without a node', args: () => ['reshard'], exit: 2, says: /No node was given/},
    {
      what: 'reshard of 0 slots',
      args: () => reshard('--slots', '0', '--to', context().seed, '--from', 'all'),
      exit: 2,
      says: /"0" is not a number of slots from 1 to 16384/,
    },
    {
      what: 'reshard of slots that are no number',
      args: () => reshard('--slots', 'many', '--to', context().seed, '--from', 'all'),
      exit: 2,
      says: /"many" is not a number of slots/,
    },
    {
      what: 'reshard of more slots than there are at the sources',
      args: () => reshard('--slots', '16384', '--to', context().seed, '--from', 'all', '--yes'),
      exit: 2,
      says: /The sources own \d+ slots/,
    },
    {
      what: 'reshard of a range beyond the last slot',
      args: () => reshard('--slot-ranges', '0-20000', '--to', context().seed),
      exit: 2,
      says: /"0-20000" is neither a slot/,
    },
    {
      what: 'reshard to an unknown node',
      args: () => reshard('--slots', '1', '--to', 'ffffffff', '--from', 'all', '--yes'),
      exit: 2,
      says: /"ffffffff" is not a node of this cluster/,
    },
    {
      what: 'reshard to a replica',
      args: () => reshard('--slots', '1', '--to', context().replica, '--from', 'all', '--yes'),
      exit: 2,
      says: /is a replica of .*Only primaries own slots/,
    },
    {
      what: 'reshard with a closed stdin',
      args: () => reshard(),
      exit: 4,
      says: /Standard input is closed/,
    },
    {
      what: 'reshard whose dialogue breaks off',
      args: () => reshard('--to', context().seed),
      input: '10\n',
      exit: 4,
      says: /Standard input is closed/,
    },
    {
      what: 'reshard of slots and ranges at once',
      args: () => reshard('--slots', '1', '--slot-ranges', '1', '--to', context().seed),
      exit: 2,
      says: /slot-ranges/,
    },
    {
      what: 'a window that is no number',
      args: () => reshard('--window', 'x', '--to', context().seed),
      exit: 2,
      says: /Expected an integer but received: x/,
    },
    {
      what: 'a negative weight',
      args: () => rebalance('--weight', `${context().seed}=-1`),
      exit: 2,
      says: /-1 is not a weight/,
    },
    {
      what: 'a weight without a number',
      args: () => rebalance('--weight', `${context().seed}=heavy`),
      exit: 2,
      says: /is not a weight/,
    },
    {
      what: 'a weight for an unknown node',
      args: () => rebalance('--weight', 'ffffffff=2'),
      exit: 2,
      says: /"ffffffff" is not a node/,
    },
    {
      what: 'a threshold that is no number',
      args: () => rebalance('--threshold', 'none'),
      exit: 2,
      says: /"none" is not a threshold/,
    },
    {what: 'add-node without nodes', args: () => ['add-node'], exit: 2, says: /one or more new nodes/},
    {
      what: 'add-node with one node',
      args: () => ['add-node', context().seed],
      exit: 2,
      says: /one or more new nodes/,
    },
    {
      what: 'add-node of a server outside cluster mode',
      args: () => ['add-node', context().lone, context().seed],
      exit: 4,
      says: /is not a cluster node/,
    },
    {
      what: 'add-node of a node that nobody can reach',
      args: () => ['add-node', '127.0.0.1:1', context().seed],
      exit: 5,
      says: /127\.0\.0\.1:1 cannot be reached/,
    },
    {
      what: 'add-node with a primary and no --replica',
      args: () => ['add-node', context().three[0] ?? '', context().seed, '--master-id', 'abc'],
      exit: 2,
      says: /needs --replica/,
    },
    {
      what: 'add-node to a replica as primary',
      args: () => [
        'add-node',
        context().three[0] ?? '',
        context().seed,
        '--replica',
        '--primary-id',
        context().replica,
      ],
      exit: 2,
      says: /is a replica of/,
    },
    {
      what: 'del-node without a node',
      args: () => ['del-node', context().seed],
      exit: 2,
      says: /the nodes to remove/,
    },
    {
      what: 'del-node of an unknown node',
      args: () => ['del-node', context().seed, 'ffffffff'],
      exit: 2,
      says: /"ffffffff" is not a node/,
    },
    {
      what: 'del-node of a primary with slots',
      args: () => ['del-node', context().seed, context().seed],
      exit: 4,
      says: /is not empty! Reshard data away and try again/,
    },
  ]
}
