import {BaseCommand} from '../../cli/base-command.js'
import {localStatus} from './run.js'
import {accessFlags, localAccess} from './access.js'
import {dirFlag, localDir} from './flags.js'
import {factsDocument} from '../../contract/local.js'
import {accessLines, localStatusText} from '../../report/local-text.js'

export default class LocalStatus extends BaseCommand {
  static override summary = 'Show which servers of the local cluster are running.'
  static override examples = ['<%= config.bin %> local status --json']
  static override flags = {dir: dirFlag}

  async run(): Promise<unknown> {
    const {flags} = await this.parse(LocalStatus)
    const dir = localDir(flags.dir)
    const status = await localStatus(dir)
    const access = localAccess(dir, status.cluster)
    return this.conclude(
      () => factsDocument('local status', {...status, access}),
      () => [localStatusText(status, this.text), ...accessLines(access, accessFlags(access))].join('\n'),
    )
  }
}
