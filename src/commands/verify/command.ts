import {verifyFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {parseRestoreWords, runVerify} from '../restore/run.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {verifyDocument} from '../../contract/import-outcome.js'
import {verifyText} from './text.js'

export default class Verify extends BaseCommand {
  static override summary = 'Compare a backup with a cluster, key by key.'
  static override description =
    'Verifies the files, loads each one in a server on this machine, and compares value and time to live of ' +
    'every key with the cluster. Changes nothing. The exit code is 3 if a key is missing or different. Keys ' +
    'that only the cluster has are counted. The server that loads the files is --server, or CLUSTERTOOL_SERVER in ' +
    'the environment, or redis-server or valkey-server on PATH: the first one that can read them. Without a node, the default profile is used.'
  static override examples = [
    '<%= config.bin %> verify backups/monday 10.0.0.1:7000',
    '<%= config.bin %> verify backups/monday 10.0.0.1:7000 --server /opt/redis-7.2/bin/redis-server',
  ]
  static override strict = false
  static override usage = 'verify DIR [HOST:PORT] [--server PROGRAM] [--json]'
  static override flags = {...connectionFlags, ...verifyFlags}

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(Verify)
    const {dir, target} = parseRestoreWords('verify', argv as string[])
    const {seed, flags, asked} = await this.asked(typed, target)
    const outcome = await runVerify({dir, seed}, flags, asked)
    return this.conclude(
      () => verifyDocument(outcome),
      () => verifyText(outcome, this.text),
      outcome.status === 'same' ? 0 : EXIT_CODES.UNHEALTHY,
    )
  }
}
