import {BaseCommand} from '../../cli/base-command.js'
import {cleanLocal} from './run.js'
import {dirFlag, localDir} from './flags.js'
import {factsDocument} from '../../contract/local.js'
import {stoppedText} from '../../report/local-text.js'

export default class LocalClean extends BaseCommand {
  static override summary = 'Stop the servers of the local cluster, and delete their data.'
  static override examples = ['<%= config.bin %> local clean']
  static override flags = {dir: dirFlag}

  async run(): Promise<unknown> {
    const {flags} = await this.parse(LocalClean)
    const dir = localDir(flags.dir)
    const ports = await cleanLocal(dir)
    const text = () => `${stoppedText(ports)}\nRemoved ${dir}.`
    return this.conclude(() => factsDocument('local clean', {stopped: ports, removed: dir}), text)
  }
}
