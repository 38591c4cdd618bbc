import {BaseCommand} from '../../cli/base-command.js'
import {profileListDocument} from '../../contract/profile.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {listProfiles} from './run.js'
import {listText} from './text.js'

export default class ProfileList extends BaseCommand {
  static override summary = 'List the profiles of the configuration file.'
  static override description =
    'The file is clustertool/config.toml in XDG_CONFIG_HOME (usually ~/.config), or the one that ' +
    'CLUSTERTOOL_CONFIG names. A star marks the profile that a command without a node uses. If a profile ' +
    'cannot be used, the exit code is 2. docs/profiles.md describes the file.'
  static override examples = ['<%= config.bin %> profile list']
  static override flags = {}

  async run(): Promise<unknown> {
    await this.parse(ProfileList)
    const outcome = await listProfiles(this.env)
    const isWrong = outcome.profiles.some(({problem}) => problem !== undefined)
    return this.conclude(
      () => profileListDocument(outcome),
      () => listText(outcome, this.text),
      isWrong ? EXIT_CODES.USAGE : 0,
    )
  }
}
