import {BaseCommand} from '../../cli/base-command.js'
import {profileShowDocument} from '../../contract/profile.js'
import {profileArg} from './flags.js'
import {findProfile} from './run.js'
import {showText} from './text.js'

export default class ProfileShow extends BaseCommand {
  static override summary = 'Show the settings of a profile, without its password.'
  static override examples = ['<%= config.bin %> profile show prod', '<%= config.bin %> profile show --json']
  static override args = {profile: profileArg}
  static override flags = {}

  async run(): Promise<unknown> {
    const {args} = await this.parse(ProfileShow)
    const shown = await findProfile(args.profile, this.env)
    return this.conclude(
      () => profileShowDocument(shown),
      () => showText(shown),
    )
  }
}
