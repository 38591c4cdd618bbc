import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {startLocal} from './run.js'
import {dirFlag, localDir} from './flags.js'
import {localStartDocument} from '../../contract/local.js'
import {WORDS} from '../../report/document-words.js'
import {localStartText} from '../../report/local-text.js'

export default class LocalStart extends BaseCommand {
  static override summary = 'Start servers on this machine and create a cluster from them.'
  static override description =
    'Starts the redis-server or valkey-server on PATH, or the program that CLUSTERTOOL_SERVER in the ' +
    'environment names. If you run it again, it starts only the servers that are not running.'
  static override examples = [
    '<%= config.bin %> local start --nodes 6 --replicas 1',
    '<%= config.bin %> local start --server /opt/valkey/bin/valkey-server --port 7100 --dir /tmp/cluster',
  ]
  static override flags = {
    nodes: Flags.integer({description: 'Number of servers.', default: 6, min: 1, max: 200}),
    replicas: Flags.integer({description: 'Number of replicas of each primary.', default: 1, min: 0}),
    port: Flags.integer({
      description: 'Port of the first server. The others use the ports after it.',
      default: 7000,
      min: 1,
      max: 55_535,
    }),
    server: Flags.string({
      description: 'Server program. Default: $CLUSTERTOOL_SERVER, or the one on PATH.',
      helpValue: 'PATH',
    }),
    dir: dirFlag,
  }

  async run(): Promise<unknown> {
    const {flags} = await this.parse(LocalStart)
    const options = {...flags, server: flags.server, dir: localDir(flags.dir)}
    const json = this.jsonEnabled()
    const outcome = await startLocal({...options, signal: this.stopOnInterrupt(), json, colour: this.colour})
    const status = outcome.created?.status ?? 'nothing-to-do'
    const text = () => localStartText(outcome, {colour: this.colour})
    return this.concludeChange(status, () => localStartDocument(outcome, WORDS), text)
  }
}
