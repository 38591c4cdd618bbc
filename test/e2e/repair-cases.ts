import {join} from 'node:path'
import {type Case, type Context, WRONG} from './bad-input-cases.js'

/** The cases for commands that repair a cluster, and for those that resume or undo operations. */
export function repairCasesOf(context: () => Context): readonly Case[] {
  const named = ['fix', 'resume', 'undo', 'history'].flatMap((command): Case[] => [
    {what: `${command} without a node`, args: () => [command], exit: 2, says: /No node was given/},
    {
      what: `${command} where nothing listens`,
      args: () => [command, '127.0.0.1:1'],
      exit: 5,
      says: /Node 127\.0\.0\.1:1 cannot be used/,
    },
    {
      what: `${command} of a server outside cluster mode`,
      args: () => [command, context().lone],
      exit: 4,
      says: /cannot be used/,
    },
    {
      what: `${command} with a wrong password`,
      args: () => [command, context().guarded, '--pass', WRONG],
      exit: 5,
      says: /cannot be used/,
    },
  ])
  return [
    ...named,
    {
      what: 'fix of a node that is in no cluster',
      args: () => ['fix', context().three[0] ?? '', '--yes'],
      exit: 4,
      says: /does not belong to a cluster/,
    },
    {
      what: 'fix with a timeout that is no number',
      args: () => ['fix', context().seed, '--timeout', 'soon'],
      exit: 2,
      says: /soon/,
    },
    {
      what: 'undo of an operation that there is not',
      args: () => ['undo', context().seed, '--operation', 'x', '--yes'],
      exit: 2,
      says: /There is no operation x on this cluster/,
    },
    {what: 'apply without a plan', args: () => ['apply'], exit: 2, says: /plan/},
    {
      what: 'apply of a plan that there is not',
      args: () => ['apply', join(context().folder, 'no-plan.json')],
      exit: 2,
      says: /no-plan\.json cannot be read/,
    },
    {
      what: 'a plan that cannot be saved',
      args: () => [
        'rebalance',
        context().seed,
        '--weight',
        `${context().seed}=2`,
        '--out',
        '/no/such/folder/plan.json',
      ],
      exit: 4,
      says: /The plan cannot be written to \/no\/such\/folder\/plan\.json/,
    },
  ]
}
