import {BaseCommand} from '../../cli/base-command.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags} from '../../cli/flags.js'
import {compareDocument} from '../../contract/import-outcome.js'
import type {CompareOutcome} from '../../domain/compare.js'
import {ClusterToolError, EXIT_CODES} from '../../domain/errors.js'
import {compareFlags} from './flags.js'
import {runCompare} from './run.js'
import {compareText} from './text.js'

const EXIT: Readonly<Record<CompareOutcome['status'], number>> = {
  same: 0,
  fixed: 0,
  different: EXIT_CODES.UNHEALTHY,
  incomplete: EXIT_CODES.INCOMPLETE,
}

export default class Compare extends BaseCommand {
  static override summary = 'Compare a source with a cluster, key by key, in both directions.'
  static override description =
    'SOURCE is what import takes: a server, a Sentinel group, another cluster, @profile or an RDB file. Compares value and ' +
    'time to live of every key, fields that expire, and groups and pending entries of streams, while clients use both ' +
    'sides: a key that differs is looked at again, and counts when the difference lasts for --lag. Finds keys that only ' +
    'the cluster has, too. Changes nothing without --fix. The exit code is 3 if keys differ, and 6 if it is not known of ' +
    'all. docs/comparing.md has the details.'
  static override examples = [
    '<%= config.bin %> compare 10.0.0.9:6379 10.0.0.1:7000',
    '<%= config.bin %> compare 10.0.0.9:6379 10.0.0.1:7000 --keys 10000',
    '<%= config.bin %> compare sentinel://10.0.0.7:26379,10.0.0.8:26379/mymaster 10.0.0.1:7000 --fix',
  ]
  static override strict = false
  static override usage = 'compare SOURCE [HOST:PORT] [--keys N|all] [--lag TIME] [--fix] [--json]'
  static override flags = {...connectionFlags, ...compareFlags}

  protected override get endedAtOnce(): string {
    return 'To continue, run the same command again.'
  }

  async run(): Promise<unknown> {
    const {argv, flags: typed} = await this.parse(Compare)
    const {source, target} = parseWords(argv as string[])
    const {seed, flags, asked} = await this.asked(typed, target)
    const outcome = await runCompare({source, seed}, flags, {...asked, env: this.env})
    return this.conclude(
      () => compareDocument(outcome),
      () => compareText(outcome, this.text),
      EXIT[outcome.status],
    )
  }
}

/** The source, and a node of the cluster as one or two words, or none. Throws USAGE. */
function parseWords([source, ...node]: readonly string[]) {
  if (source !== undefined && source !== '' && node.length <= 2)
    return {source, target: targetOf(node[0], node[1])}
  throw new ClusterToolError('USAGE', 'compare takes a source and a node of the cluster.', {
    hints: ['Example: clustertool compare 10.0.0.9:6379 10.0.0.1:7000'],
  })
}
