import * as Flags from '@oclif/core/flags'
import {MOVE_DEFAULTS} from '../../domain/move.js'

const GROUP = 'SOURCE'
/** A source is about to be given up, or copied at a quiet time; twice what a cluster that goes on may be held for. */
const MAX_PAUSE_MS = 2 * MOVE_DEFAULTS.maxPauseMs

/** How to reach and log in to the source of an import; what is not given here is not taken from the cluster's flags. */
const sourceFlags = {
  from: Flags.string({
    description:
      'Where the keys are: host:port of a server or of a node of a cluster, a URL, sentinel://host:port,host:port/group, or an RDB file.',
    required: true,
    helpGroup: GROUP,
  }),
  'from-user': Flags.string({description: 'ACL user to log in there as.', helpGroup: GROUP}),
  'from-pass': Flags.string({description: 'Password there.', helpGroup: GROUP}),
  'from-askpass': Flags.boolean({
    description: 'Ask for it without showing it.',
    default: false,
    helpGroup: GROUP,
  }),
  'from-tls': Flags.boolean({description: 'Use TLS there.', default: false, helpGroup: GROUP}),
  'from-cacert': Flags.string({description: 'PEM file with the authority to trust there.', helpGroup: GROUP}),
  'from-cert': Flags.string({description: 'PEM file with the client certificate.', helpGroup: GROUP}),
  'from-key': Flags.string({description: 'PEM file with its key.', helpGroup: GROUP}),
  'from-sni': Flags.string({description: 'Server name to ask for in TLS.', helpGroup: GROUP}),
  'from-insecure': Flags.boolean({
    description: 'Do not verify its certificate.',
    default: false,
    helpGroup: GROUP,
  }),
  db: Flags.integer({
    description: 'Import this database only; may be given more than once.',
    multiple: true,
    multipleNonGreedy: true,
    min: 0,
    helpGroup: GROUP,
  }),
}

/** How keys are brought into a cluster: by import, restore and verify. */
export const transferFlags = {
  replace: Flags.boolean({description: 'Overwrite keys that the cluster has.', default: false}),
  'skip-existing': Flags.boolean({
    description: 'Leave keys that the cluster has with another value as they are, and call that success.',
    default: false,
  }),
  way: Flags.string({
    description:
      'migrate: the source sends keys to the cluster itself; stream: they go through this machine; auto: as the source can.',
    options: ['auto', 'migrate', 'stream'],
    default: 'auto',
  }),
  'max-pause': Flags.integer({
    description: 'Milliseconds that a batch of keys may hold the source.',
    default: MAX_PAUSE_MS,
    min: 1,
  }),
  pipeline: Flags.integer({
    description: 'Most keys in one MIGRATE; as many as the pause allows, unless said.',
    min: 1,
  }),
  timeout: Flags.integer({
    description:
      'Milliseconds: the timeout of MIGRATE, 900 at most, and how much longer than usual a server may take.',
    default: MOVE_DEFAULTS.timeoutMs,
    min: 1,
  }),
  patience: Flags.integer({
    description: 'Seconds to wait for a source that was lost, or for slots that nobody owns for the moment.',
    default: 60,
    min: 1,
  }),
  'load-timeout': Flags.integer({
    description: 'Seconds that a server of this machine may take to load an RDB file.',
    default: 600,
    min: 1,
  }),
  'dry-run': Flags.boolean({
    description: 'Look at both ends, say what would be done, and stop.',
    default: false,
  }),
  progress: Flags.string({
    description:
      'What to show on stderr: auto (a live line on a terminal, else nothing), plain, ndjson, none.',
    options: ['auto', 'plain', 'ndjson', 'none'],
    default: 'auto',
  }),
}

/** What import takes besides how to reach the cluster. */
export const importFlags = {
  ...sourceFlags,
  ...transferFlags,
  move: Flags.boolean({
    description: 'Take the keys off the source when they have arrived; they are copied unless said.',
    default: false,
  }),
  copy: Flags.boolean({
    description: 'Leave the keys on the source, as is done unless --move is given.',
    default: false,
    hidden: true,
  }),
  yes: Flags.boolean({description: 'Do not ask before keys are moved.', default: false}),
}

export type TransferFlags = {
  /** Only import knows these. */
  readonly copy?: boolean
  readonly move?: boolean
  readonly yes?: boolean
  readonly replace: boolean
  readonly 'skip-existing': boolean
  readonly way: string
  readonly 'max-pause': number
  readonly pipeline: number | undefined
  readonly timeout: number
  readonly patience: number
  readonly 'load-timeout': number
  readonly 'dry-run': boolean
  readonly progress: string
}

export type ImportFlags = TransferFlags & {
  readonly from: string
  readonly 'from-user': string | undefined
  readonly 'from-pass': string | undefined
  readonly 'from-askpass': boolean
  readonly 'from-tls': boolean
  readonly 'from-cacert': string | undefined
  readonly 'from-cert': string | undefined
  readonly 'from-key': string | undefined
  readonly 'from-sni': string | undefined
  readonly 'from-insecure': boolean
  readonly db: number[] | undefined
}
