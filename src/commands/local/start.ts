import {BaseCommand} from '../../cli/base-command.js'
import {startLocal} from './run.js'
import {accessFlags, localAccess} from './access.js'
import {localDir, startFlags, wishOf} from './flags.js'
import {localStartDocument} from '../../contract/local.js'
import {WORDS} from '../../report/document-words.js'
import {accessLines, localStartText} from '../../report/local-text.js'

export default class LocalStart extends BaseCommand {
  static override summary = 'Start servers on this machine and create a cluster from them.'
  static override description =
    'Starts the redis-server or valkey-server on PATH, or the program that CLUSTERTOOL_SERVER in the environment ' +
    'names. If you run it again, it starts only the servers that are not running. The folder remembers how it was ' +
    'started, so no flag is needed then, and other values than before are refused.\n\n' +
    'With --tls, --password or --acl, the output says how to connect. The password is in the file "password" of the ' +
    'folder, and the certificates, which openssl makes, are in "tls"; only you can read the password and the key.'
  static override examples = [
    '<%= config.bin %> local start',
    '<%= config.bin %> local start --nodes 3 --replicas 0 --port 7100 --dir /tmp/cluster',
    '<%= config.bin %> local start --tls --acl',
    '<%= config.bin %> local start --zones 3',
    '<%= config.bin %> local start --servers /opt/redis-7.0/bin/redis-server,/opt/redis-8.6/bin/redis-server',
  ]
  static override flags = startFlags

  /** The commands in the output are for the cluster, and need other flags than this one. */
  protected override connectionArgv: readonly string[] = []

  async run(): Promise<unknown> {
    const {flags} = await this.parse(LocalStart)
    const dir = localDir(flags.dir)
    const wish = wishOf(flags)
    const started = await startLocal({
      wish,
      server: flags.server,
      dir,
      signal: this.stopOnInterrupt(),
      json: this.jsonEnabled(),
      colour: this.colour,
    })
    const access = localAccess(dir, started.cluster)
    this.connectionArgv = accessFlags(access)
    const status = started.created?.status ?? 'nothing-to-do'
    const text = () =>
      [localStartText(started, this.text), ...accessLines(access, accessFlags(access))].join('\n')
    return this.concludeChange(status, () => localStartDocument({...started, access}, WORDS), text)
  }
}
