import {parseBackupWords, runBackup} from './run.js'
import {backupFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {backupText, olderBackupText} from './text.js'
import {backupDocument} from '../../contract/backup-outcome.js'
import {WORDS} from '../../report/document-words.js'

export default class Backup extends BaseCommand {
  static override summary = 'Save an RDB file of every primary, and a description of the cluster.'
  static override description =
    'All primaries, or a replica of each, send their RDB files at the same time into a folder. The checksum ' +
    'of each file is verified. nodes.json in that folder has the format of redis-cli --cluster backup, with ' +
    'additions. If slots have no reachable owner, or are being moved, the command ends with exit code 3; with ' +
    '--allow-incomplete it saves the rest, marks the backup as incomplete, and ends with exit code 6. The ' +
    'backup is not a snapshot of one moment. At its end it says what server a restore needs, and whether this ' +
    'machine has one (on PATH, or named by CLUSTERTOOL_SERVER in the environment). Without a node, the default profile is used.'
  static override examples = [
    '<%= config.bin %> backup 10.0.0.5:7000 /var/backups/monday',
    '<%= config.bin %> backup 10.0.0.5:7000 /var/backups/monday --from-replicas --replace --json',
  ]
  static override strict = false
  static override usage = 'backup [HOST:PORT] DIR [--from-replicas] [--replace] [--allow-incomplete] [--json]'
  static override flags = {...connectionFlags, ...backupFlags}

  protected override get endedAtOnce(): string {
    return 'The backup is not complete: run the same command again.'
  }

  async run(): Promise<unknown> {
    const {argv, flags} = await this.parse(Backup)
    const {dir, target} = parseBackupWords(argv as string[])
    const {seed, connection} = await this.connect(flags, target)
    const outcome = await runBackup({seed, dir}, flags, {
      connection,
      signal: this.stopOnInterrupt('Stopping; nothing will be saved'),
      json: this.jsonEnabled(),
      version: this.config.version,
    })
    return this.concludeChange(
      outcome.status,
      () => backupDocument(outcome, WORDS),
      () => (this.legacy ? olderBackupText : backupText)(outcome, this.text),
    )
  }
}
