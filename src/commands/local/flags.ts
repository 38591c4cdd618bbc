import {homedir} from 'node:os'
import {join} from 'node:path'
import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {ClusterToolError} from '../../domain/errors.js'
import type {LocalWish} from '../../local/settings.js'

/** The folder of a local cluster. */
export const dirFlag = Flags.string({
  description: 'Folder of the local cluster. Default: clustertool/local in the state folder of the user.',
  helpValue: 'DIR',
})

/** The flags of local start. They have no default values, because a folder remembers its own. */
export const startFlags = {
  nodes: Flags.integer({description: 'Number of servers. Default: 6.', min: 1, max: 200}),
  replicas: Flags.integer({description: 'Number of replicas of each primary. Default: 1.', min: 0}),
  port: Flags.integer({
    description: 'Port of the first server. The others use the ports after it. Default: 7000.',
    min: 1,
    max: 55_535,
  }),
  server: Flags.string({
    description: 'Server program. Default: $CLUSTERTOOL_SERVER, or the one on PATH.',
    helpValue: 'PROGRAM',
    exclusive: ['servers'],
  }),
  servers: Flags.string({
    description:
      'Server programs of a cluster of mixed versions, separated by commas. They are used in turn, and a replica has another one than its primary if it can load its data.',
    helpValue: 'PROGRAM,PROGRAM',
  }),
  tls: Flags.boolean({
    description: 'Use TLS only, and require client certificates.',
    default: false,
  }),
  password: Flags.string({description: 'Password that clients and nodes need.', helpValue: 'PASSWORD'}),
  acl: Flags.boolean({
    description:
      'Turn the default user off, and create the ACL user admin, with --password or a random password.',
    default: false,
  }),
  zones: Flags.integer({
    description:
      'Number of zones. Each has a loopback address of its own, such as 127.0.0.2, as if it were another host.',
    min: 2,
    max: 200,
    helpValue: 'N',
  }),
  dir: dirFlag,
}

type StartFlags = FlagsOf<typeof startFlags>

/** What the user asks for. Throws USAGE if `--servers` names only one program, or none. */
export function wishOf({nodes, replicas, port, tls, password, acl, zones, servers}: StartFlags): LocalWish {
  return {nodes, replicas, port, tls, password, acl, zones, servers: listOf(servers)}
}

function listOf(servers: string | undefined): string[] | undefined {
  const programs = servers?.split(',').map((program) => program.trim())
  if (programs === undefined || (programs.length > 1 && !programs.includes(''))) return programs
  throw new ClusterToolError(
    'USAGE',
    `--servers takes two programs or more, separated by commas, and got "${servers}".`,
  )
}

/** The folder of a local cluster: the flag, or one below XDG_STATE_HOME. */
export function localDir(dir: string | undefined): string {
  if (dir !== undefined) return dir
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state')
  return join(state, 'clustertool', 'local')
}
