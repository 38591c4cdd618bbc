import {restoreFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {parseRestoreWords, runRestore} from './run.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {importText} from '../../report/import-text.js'
import {importDocument} from '../../contract/import-outcome.js'

export default class Restore extends BaseCommand {
  static override summary = 'Restore the keys of a backup into a cluster of any shape.'
  static override description =
    'Verifies the files, loads each one in a server on this machine, and imports its keys with their bytes, ' +
    'types and time to live. A key that the cluster has with another value is reported and not changed (exit ' +
    'code 6), unless --replace or --skip-existing is given. Functions are restored on primaries that have ' +
    'none; ACL users are not restored. Also reads backups of redis-cli --cluster backup, and the files ' +
    'saved-keys-….ndjson in which fix and moves save keys before they delete them; of each key, the copy that ' +
    'was saved last. The server that loads the files is --server, or CLUSTERTOOL_SERVER in the environment, or ' +
    'redis-server or valkey-server on PATH: the first one that can read them. Without a node, the default profile is used.'
  static override examples = [
    '<%= config.bin %> restore backups/monday 10.0.0.1:7000',
    '<%= config.bin %> restore backups/monday 10.0.0.1:7000 --replace --json',
    '<%= config.bin %> restore backups/monday 10.0.0.1:7000 --server /opt/redis-7.2/bin/redis-server',
  ]
  static override strict = false
  static override usage =
    'restore DIR [HOST:PORT] [--replace] [--skip-existing] [--dry-run] [--server PROGRAM] [--json]'
  static override flags = {...connectionFlags, ...restoreFlags}

  protected override get endedAtOnce(): string {
    return 'Imported keys stay in the cluster. To continue, run the same command again.'
  }

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(Restore)
    const {dir, target} = parseRestoreWords('restore', argv as string[])
    const {seed, flags, asked} = await this.asked(typed, target)
    const outcome = await runRestore({dir, seed}, flags, asked)
    return this.conclude(
      () => importDocument('restore', outcome),
      () => importText(outcome, this.text),
      outcome.status === 'incomplete' ? EXIT_CODES.INCOMPLETE : 0,
    )
  }
}
