import * as Flags from '@oclif/core/flags'
import {parseBackupWords, runBackup} from './run.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {changeFlags} from '../../cli/move-flags.js'
import {backupText} from './text.js'
import {backupJson} from '../../report/json.js'

export default class Backup extends BaseCommand {
  static override summary = 'Save an RDB file of every primary, and what the cluster looks like.'
  static override description =
    'All primaries, or a replica of each, write their RDBs at the same time, straight into a folder; each is compared with ' +
    'its own checksum. nodes.json there is what redis-cli --cluster backup writes, and more. A cluster in which slots have ' +
    'no owner that answers, or are being moved, is refused with exit code 3; with --allow-incomplete what there is is saved, ' +
    'marked as incomplete, with exit code 6. The shards are not saved at one and the same moment.'
  static override examples = [
    '<%= config.bin %> backup 10.0.0.5:7000 /var/backups/monday',
    '<%= config.bin %> backup 10.0.0.5:7000 /var/backups/monday --from-replicas --replace --json',
  ]
  static override strict = false
  static override usage = 'backup HOST:PORT DIR [--from-replicas] [--replace] [--allow-incomplete] [--json]'
  static override flags = {
    ...connectionFlags,
    'from-replicas': Flags.boolean({
      description: 'Save from a replica that is in step with its primary, where there is one.',
      default: false,
    }),
    replace: Flags.boolean({
      description: 'Put it in the place of the backup that the folder holds, once it is whole.',
      default: false,
    }),
    'allow-incomplete': Flags.boolean({
      description: 'Save what there is although slots are missing or are being moved; still exit code 6.',
      default: false,
    }),
    parallel: Flags.integer({description: 'Most nodes at once; all unless said.', min: 1}),
    'silence-timeout': Flags.integer({
      description: 'Seconds without a byte after which a node is given up.',
      default: 60,
      min: 1,
      max: 2_000_000,
    }),
    progress: changeFlags.progress,
  }

  protected override get endedAtOnce(): string {
    return 'The backup is not complete: run the same command again.'
  }

  async run(): Promise<unknown> {
    const {argv, flags} = await this.parse(Backup)
    const words = parseBackupWords(argv as string[])
    const outcome = await runBackup(words, flags, {
      connection: await this.connection(flags, [words.seed]),
      signal: this.stopOnInterrupt('Stopping, and nothing will be kept'),
      json: this.jsonEnabled(),
      version: this.config.version,
    })
    return this.concludeChange(
      outcome.status,
      () => backupJson(outcome),
      () => backupText(outcome, {colour: this.colour}),
    )
  }
}
