import {BaseCommand} from '../../cli/base-command.js'
import {localStatus} from './run.js'
import {dirFlag, localDir} from './flags.js'
import {factsDocument} from '../../contract/local.js'
import {localStatusText} from '../../report/local-text.js'

export default class LocalStatus extends BaseCommand {
  static override summary = 'Show which servers of the local cluster are running.'
  static override examples = ['<%= config.bin %> local status --json']
  static override flags = {dir: dirFlag}

  async run(): Promise<unknown> {
    const {flags} = await this.parse(LocalStatus)
    const status = await localStatus(localDir(flags.dir))
    return this.conclude(
      () => factsDocument('local status', status),
      () => localStatusText(status, {colour: this.colour}),
    )
  }
}
