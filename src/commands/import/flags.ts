import {quietFlag} from '../../cli/output-flags.js'
import * as Flags from '@oclif/core/flags'
import type {FlagsOf} from '../../cli/flags-of.js'
import {changeFlags} from '../../cli/move-flags.js'
import {MOVE_DEFAULTS} from '../../domain/move.js'

const GROUP = 'SOURCE'
/**
 * A source will be given up, or is copied at a quiet time, so it may be blocked for twice as long as a cluster in
 * use.
 */
const MAX_PAUSE_MS = 2 * MOVE_DEFAULTS.maxPauseMs

/** How to log in to a source. The connection flags of the cluster are not used for it. */
export const sourceLoginFlags = {
  'from-user': Flags.string({description: 'ACL user of the source.', helpGroup: GROUP}),
  'from-pass': Flags.string({description: 'Password of the source.', helpGroup: GROUP}),
  'from-askpass': Flags.boolean({
    description: 'Ask for the password of the source without showing it.',
    default: false,
    helpGroup: GROUP,
  }),
  'from-tls': Flags.boolean({description: 'Use TLS for the source.', default: false, helpGroup: GROUP}),
  'from-cacert': Flags.string({
    description: 'PEM file with the certificate of the authority to trust for the source.',
    helpGroup: GROUP,
  }),
  'from-cert': Flags.string({
    description: 'PEM file with the client certificate for the source.',
    helpGroup: GROUP,
  }),
  'from-key': Flags.string({
    description: 'PEM file with the private key of that certificate.',
    helpGroup: GROUP,
  }),
  'from-sni': Flags.string({description: 'Server name for TLS (SNI) for the source.', helpGroup: GROUP}),
  'from-insecure': Flags.boolean({
    description: 'Do not verify the certificate of the source.',
    default: false,
    helpGroup: GROUP,
  }),
}

const sourceFlags = {
  from: Flags.string({
    description:
      'Source: host:port of a server or of a node of a cluster (of several nodes, with commas between them), @profile, a URL, sentinel://host:port,host:port/group, or an RDB file.',
    required: true,
    helpGroup: GROUP,
  }),
  ...sourceLoginFlags,
  db: Flags.integer({
    description: 'Import only this database. Can be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    min: 0,
    helpGroup: GROUP,
  }),
}

/** How keys are sent to a cluster: for import, restore and verify. */
export const transferFlags = {
  ...quietFlag,
  replace: Flags.boolean({description: 'Overwrite keys that the cluster already has.', default: false}),
  'skip-existing': Flags.boolean({
    description:
      'Do not change keys that the cluster has with another value, and do not treat them as a failure.',
    default: false,
  }),
  way: Flags.option({
    description:
      'migrate: the source sends keys to the cluster; stream: keys go through this machine; auto: migrate if the source can, otherwise stream.',
    options: ['auto', 'migrate', 'stream'] as const,
    default: 'auto',
  })(),
  'max-pause': Flags.integer({
    description: 'Milliseconds for which a batch of keys may block the source.',
    default: MAX_PAUSE_MS,
    min: 1,
  }),
  pipeline: Flags.integer({
    description: 'Maximum number of keys in one MIGRATE. Default: as many as --max-pause allows.',
    min: 1,
  }),
  timeout: Flags.integer({
    description:
      'Milliseconds: the timeout of MIGRATE (at most 900), and the extra time that a server may take to reply.',
    default: MOVE_DEFAULTS.timeoutMs,
    min: 1,
  }),
  patience: Flags.integer({
    description: 'Seconds to wait for a source that is lost, or for slots that have no owner at the moment.',
    default: 60,
    min: 1,
  }),
  'load-timeout': Flags.integer({
    description: 'Seconds that a server on this machine may take to load an RDB file.',
    default: 600,
    min: 1,
  }),
  server: Flags.string({
    description:
      'Server program that loads RDB files on this machine. Default: $CLUSTERTOOL_SERVER, or one on PATH that can read them.',
    helpValue: 'PROGRAM',
  }),
  rate: Flags.string({
    description: 'Maximum that is sent per second, such as 20MB/s or 5000keys/s.',
    helpValue: 'RATE',
  }),
  'dry-run': Flags.boolean({
    description: 'Check the source and the cluster, show what would be done, and stop.',
    default: false,
  }),
  progress: changeFlags.progress,
  'on-done': changeFlags['on-done'],
}

const FOLLOWING = 'FOLLOWING'

const followFlags = {
  follow: Flags.boolean({
    description: 'Then apply what clients write to the source, until it is cut over or stopped.',
    default: false,
    helpGroup: FOLLOWING,
  }),
  'from-primary': Flags.boolean({
    description: 'Follow the primary itself although it has replicas.',
    default: false,
    helpGroup: FOLLOWING,
  }),
  spool: Flags.string({
    description: 'Folder for what has arrived and is not applied yet. Default: the state folder.',
    helpValue: 'DIR',
    helpGroup: FOLLOWING,
  }),
  'spool-limit': Flags.string({
    description: 'Maximum size of that, such as 20GB. Default: half of what is free on its disk.',
    helpValue: 'SIZE',
    helpGroup: FOLLOWING,
  }),
  'ready-below': Flags.string({
    description: 'It is ready to be cut over while it is less than this behind, such as 500ms.',
    default: '1s',
    helpValue: 'TIME',
    helpGroup: FOLLOWING,
  }),
}

/** The flags of import, besides the connection flags. */
export const importFlags = {
  ...sourceFlags,
  ...transferFlags,
  move: Flags.boolean({
    description: 'Delete the keys from the source after they have arrived. Default: copy them.',
    default: false,
  }),
  copy: Flags.boolean({
    description: 'Leave the keys on the source. This is the default.',
    default: false,
    hidden: true,
  }),
  yes: Flags.boolean({
    description:
      'Do not ask before keys are moved, or before the cluster is emptied as a followed source was.',
    default: false,
  }),
  ...followFlags,
}

/** How to log in to a source, and the extra time that it may take to reply. */
export type SourceFlags = FlagsOf<typeof sourceLoginFlags> & {readonly timeout: number}

export type ImportFlags = FlagsOf<typeof importFlags>

/** What import and restore have in common; only import has the last three. */
export type TransferFlags = FlagsOf<typeof transferFlags> &
  Partial<Pick<ImportFlags, 'copy' | 'move' | 'yes'>>
