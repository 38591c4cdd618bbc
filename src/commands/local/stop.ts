import {BaseCommand} from '../../cli/base-command.js'
import {stopLocal} from './run.js'
import {dirFlag, localDir} from './flags.js'
import {factsDocument} from '../../contract/local.js'
import {stoppedText} from '../../report/local-text.js'

export default class LocalStop extends BaseCommand {
  static override summary = 'Stop the servers of the local cluster, and keep their data.'
  static override examples = ['<%= config.bin %> local stop']
  static override flags = {dir: dirFlag}

  async run(): Promise<unknown> {
    const {flags} = await this.parse(LocalStop)
    const ports = await stopLocal(localDir(flags.dir))
    return this.conclude(
      () => factsDocument('local stop', {stopped: ports}),
      () => stoppedText(ports),
    )
  }
}
