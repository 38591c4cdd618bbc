import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {profileTestDocument} from '../../contract/profile.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {clustersOf, seedsStatus, type SeedsStatus} from '../../domain/seed-test.js'
import {testSeeds} from '../../operations/test-seeds.js'
import {profileArg} from './flags.js'
import {findProfile} from './run.js'
import {testText} from './text.js'

const EXIT: Readonly<Record<SeedsStatus, number>> = {
  ok: 0,
  'different-clusters': EXIT_CODES.UNHEALTHY,
  unreachable: EXIT_CODES.UNREACHABLE,
  incomplete: EXIT_CODES.INCOMPLETE,
}

export default class ProfileTest extends BaseCommand {
  static override summary = 'Connect to each seed of a profile, and show what it answers.'
  static override description =
    'Connects to all seeds in parallel, logs in, and shows for each seed: whether it can be used, TLS, the ' +
    'user, the node, and its cluster. The exit code is 0 if all can be used and are of one cluster, 3 if they ' +
    'are of different clusters, 5 if none can be used, and 6 if some cannot be used.'
  static override examples = ['<%= config.bin %> profile test prod']
  static override args = {profile: profileArg}
  static override flags = {...connectionFlags}

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(ProfileTest)
    const {name, file} = await findProfile(args.profile, this.env)
    const {nodes, connection} = await this.connectAll(flags, {kind: 'profile', name})
    const seeds = await testSeeds(nodes, connection)
    const outcome = {profile: name, file, status: seedsStatus(seeds), seeds, clusters: clustersOf(seeds)}
    return this.conclude(
      () => profileTestDocument(outcome),
      () => testText(outcome, this.text),
      EXIT[outcome.status],
    )
  }
}
