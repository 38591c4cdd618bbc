import {join} from 'node:path'

export const WRONG = 'wrong-donkey'

/** Nobody can create a folder there, root included. Node.js's own mkdir never returns with it. */
const NOWHERE = '/proc/none/folder'

/** What the command lines name; all addresses are `host:port`. */
export type Context = {
  /** The first node of a cluster. */
  readonly seed: string
  /** A replica in the same cluster. */
  readonly replica: string
  /** Three nodes that know nobody. */
  readonly three: readonly string[]
  /** The port of the first of them. */
  readonly port: number
  /** A server outside cluster mode. */
  readonly lone: string
  /** A node with a password. */
  readonly guarded: string
  /** A port on which something listens that is not a Redis or Valkey server. */
  readonly garbagePort: number
  readonly folder: string
}

export type Case = {
  readonly what: string
  readonly args: () => readonly string[]
  readonly exit: number
  readonly says: RegExp
  readonly input?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Command lines that must end in one sentence. The context is read when they run. */
export function casesOf(context: () => Context): readonly Case[] {
  return [
    {what: 'no node', args: () => ['check'], exit: 2, says: /No node was given/},
    {
      what: 'no port',
      args: () => ['check', '7000'],
      exit: 2,
      says: /"7000" is not the address of a node: it has no port/,
    },
    {what: 'port 99999', args: () => ['check', '127.0.0.1:99999'], exit: 2, says: /"99999" is not a port/},
    {
      what: 'a port that is no number',
      args: () => ['info', '127.0.0.1', 'redis'],
      exit: 2,
      says: /"redis" is not a port/,
    },
    {what: 'no host', args: () => ['check', ':7000'], exit: 2, says: /it has no host/},
    {
      what: 'an argument too many',
      args: () => ['check', '127.0.0.1', '7000', 'x'],
      exit: 2,
      says: /Unexpected argument: x/,
    },
    {
      what: 'a port where nothing listens',
      args: () => ['check', '127.0.0.1:1'],
      exit: 5,
      says: /127\.0\.0\.1:1 .*connection refused/,
    },
    {
      what: 'a name that does not resolve',
      args: () => ['check', 'nowhere.invalid:7000'],
      exit: 5,
      says: /the host name/,
    },
    {
      what: 'a server of another kind',
      args: () => ['check', `127.0.0.1:${context().garbagePort}`],
      exit: 5,
      says: /not a Redis or Valkey server/,
    },
    {
      what: 'a server outside cluster mode',
      args: () => ['check', context().lone],
      exit: 4,
      says: /not a cluster node/,
    },
    {
      what: 'TLS to a plain port',
      args: () => ['check', context().seed, '--tls', '--insecure', '--connect-timeout', '500'],
      exit: 5,
      says: /no TLS connection within 500 ms/,
    },
    {
      what: 'a missing password',
      args: () => ['check', context().guarded],
      exit: 5,
      says: /asks for a password and none was given/,
    },
    {
      what: 'a wrong password',
      args: () => ['check', context().guarded, '-a', WRONG],
      exit: 5,
      says: /wrong user name or password/,
    },
    {
      what: 'a wrong password in the environment',
      args: () => ['info', context().guarded],
      env: {REDISCLI_AUTH: WRONG},
      exit: 5,
      says: /wrong user name or password/,
    },
    {
      what: 'a wrong password in a URL',
      args: () => ['check', `redis://:${WRONG}@${context().guarded}`],
      exit: 5,
      says: /wrong user name or password/,
    },
    {
      what: 'a misspelt --pass',
      args: () => ['check', context().seed, `--passs=${WRONG}`],
      exit: 2,
      says: /Nonexistent flag: --passs/,
    },
    {
      what: 'an unknown command',
      args: () => ['chekc', context().seed],
      exit: 2,
      says: /There is no command "chekc"/,
    },
    {
      what: 'an unknown flag',
      args: () => ['check', context().seed, '--deep'],
      exit: 2,
      says: /Nonexistent flag: --deep/,
    },
    {
      what: 'a time limit of 0',
      args: () => ['check', context().seed, '--connect-timeout', '0'],
      exit: 2,
      says: /--connect-timeout.*received: 0/,
    },
    {
      what: 'an address map without =',
      args: () => ['check', context().seed, '--address-map', 'a'],
      exit: 2,
      says: /"a" is not an address map rule/,
    },
    {
      what: 'a missing CA file',
      args: () => ['check', context().seed, '--tls', '--cacert', '/nowhere.pem'],
      exit: 2,
      says: /\/nowhere\.pem.*does not exist/,
    },
    {
      what: 'a certificate without its key',
      args: () => ['check', context().seed, '--tls', '--cert', '/x.pem'],
      exit: 2,
      says: /both --cert and --key/,
    },
    {what: 'create without nodes', args: () => ['create'], exit: 2, says: /No node was given/},
    {
      what: 'replicas that are no number',
      args: () => ['create', '--replicas', 'x', ...context().three],
      exit: 2,
      says: /--replicas.*received: x/,
    },
    {
      what: 'negative replicas',
      args: () => ['create', '--replicas=-1', ...context().three],
      exit: 2,
      says: /--replicas.*received: -1/,
    },
    {
      what: 'half a replica',
      args: () => ['create', '--replicas', '1.5', ...context().three],
      exit: 2,
      says: /--replicas.*received: 1\.5/,
    },
    {
      what: 'too few nodes',
      args: () => ['create', '--yes', '--replicas', '1', ...context().three],
      exit: 4,
      says: /3 nodes with 1 replica.*which takes 6 nodes/,
    },
    {
      what: 'a node twice',
      args: () => ['create', '--yes', ...context().three, context().three[0] ?? ''],
      exit: 4,
      says: /is listed twice/,
    },
    {
      what: 'a node under two names',
      args: () => ['create', '--yes', ...context().three, `localhost:${context().port}`],
      exit: 4,
      says: /is the same node as/,
    },
    {
      what: 'a node of another cluster',
      args: () => ['create', '--yes', ...context().three, context().seed],
      exit: 4,
      says: /knows 5 nodes outside the list/,
    },
    {
      what: 'a node that is a replica',
      args: () => ['create', '--yes', ...context().three, context().replica],
      exit: 4,
      says: /is a replica of/,
    },
    {
      what: 'a dead node in create',
      args: () => ['create', '--yes', ...context().three, '127.0.0.1:1'],
      exit: 5,
      says: /127\.0\.0\.1:1 cannot be reached/,
    },
    {
      what: 'a zone of a node that is not listed',
      args: () => ['create', ...context().three, '--zone', '10.9.9.9:1=a'],
      exit: 2,
      says: /not in the list/,
    },
    {
      what: 'a zone without a name',
      args: () => ['create', ...context().three, '--zone', 'a'],
      exit: 2,
      says: /"a" names no zone/,
    },
    {
      what: 'a closed stdin at the question',
      args: () => ['create', ...context().three],
      exit: 4,
      says: /Standard input is closed/,
    },
    {
      what: 'the answer no',
      args: () => ['create', ...context().three],
      input: 'no\n',
      exit: 130,
      says: /Cancelled; nothing was changed/,
    },
    {
      what: 'the answer y',
      args: () => ['create', ...context().three],
      input: 'y\n',
      exit: 130,
      says: /Cancelled; nothing was changed/,
    },
    {
      what: '--json without --yes',
      args: () => ['create', '--json', ...context().three],
      exit: 4,
      says: /--yes/,
    },
    {what: 'slot without keys', args: () => ['slot'], exit: 2, says: /No key was given/},
    {
      what: 'a key that is not hexadecimal',
      args: () => ['slot', '--hex', 'zz'],
      exit: 2,
      says: /"zz" is not a key in hexadecimal/,
    },
    {
      what: 'a backup where no folder can be made',
      args: () => ['backup', context().seed, NOWHERE],
      exit: 4,
      says: new RegExp(`The backup cannot be written to ${NOWHERE}: ENOENT`),
    },
    {
      what: 'a journal where no folder can be made',
      args: () => ['create', ...context().three, '--yes'],
      env: {XDG_STATE_HOME: NOWHERE},
      exit: 4,
      says: new RegExp(`The journal in ${NOWHERE}/.* cannot be written: ENOENT`),
    },
    {
      what: 'no server program',
      args: () => ['local', 'start', '--dir', join(context().folder, 'a')],
      env: {PATH: '/nowhere', CLUSTERTOOL_SERVER: undefined},
      exit: 4,
      says: /no redis-server or valkey-server on PATH/,
    },
    {
      what: 'a server program that is none',
      args: () => ['local', 'start', '--server', '/nowhere/redis', '--dir', join(context().folder, 'b')],
      exit: 4,
      says: /\/nowhere\/redis is not an executable program/,
    },
    {
      what: 'ports that are taken',
      args: () => ['local', 'start', '--port', String(context().port), '--dir', join(context().folder, 'c')],
      exit: 4,
      says: new RegExp('port', 'i'),
    },
    {
      what: 'no local cluster to stop',
      args: () => ['local', 'stop', '--dir', join(context().folder, 'd')],
      exit: 4,
      says: /contains no local cluster/,
    },
  ]
}
