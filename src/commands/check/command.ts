import * as Flags from '@oclif/core/flags'
import {failOn, ignored, judgingFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {localContext} from '../../cli/local-context.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg, zoneFlags} from '../../cli/flags.js'
import {quietFlag, wideFlag} from '../../cli/output-flags.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {check} from '../../operations/check.js'
import {checkText} from '../../report/check-text.js'
import {checkDocument} from '../../contract/cluster.js'
import {WORDS} from '../../report/document-words.js'

export default class Check extends BaseCommand {
  static override summary = 'Check a cluster: coverage, agreement, open slots, replication, placement.'
  static override description =
    'Reads every node and reports findings, each with advice. Errors end with exit code 3; warnings only with ' +
    '--strict, and findings of one code with --fail-on CODE. If a clustertool is changing the cluster, that is reported, and slots that it has open are not ' +
    'errors. The last line says whether all 16384 slots are covered.'
  static override examples = [
    '<%= config.bin %> check 10.0.0.5:7000',
    '<%= config.bin %> check 10.0.0.5:7000 --strict --json',
    '<%= config.bin %> check 10.0.0.5:7000 --strict --ignore versions-mixed,replica-beside-primary',
    '<%= config.bin %> check 10.0.0.5:7000 --fail-on node-failed --fail-on node-unreachable',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    ...zoneFlags,
    ...wideFlag,
    ...quietFlag,
    'search-multiple-owners': Flags.boolean({
      description: 'Also look for keys in slots that a node does not own.',
      default: false,
    }),
    ...judgingFlags,
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Check)
    const {seed, connection} = await this.connect(flags, targetOf(args.node, args.port))
    const searchOwners = flags['search-multiple-owners']
    // Scripts for older tools expect open slots to be reported, whoever opened them.
    const view = this.legacy?.check
    const here = view ? undefined : localContext()
    const options = {
      searchOwners,
      failOn: failOn(flags),
      ignore: [...ignored(flags), ...this.ignoredByProfile],
      here,
    }
    const outcome = await check(seed, options, connection)
    const exitCode = outcome.status === 'healthy' ? 0 : EXIT_CODES.UNHEALTHY
    if (view) return this.endWith(view(outcome, this.text), exitCode)
    return this.conclude(
      () => checkDocument(outcome, WORDS),
      () => checkText(outcome, this.text),
      exitCode,
    )
  }
}
