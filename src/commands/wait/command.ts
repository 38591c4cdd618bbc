import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {chooseSeed} from '../../cli/reach.js'
import {targetOf} from '../../cli/target.js'
import {waitDocument} from '../../contract/wait.js'
import {formatAddress} from '../../domain/address.js'
import {untilReached} from '../../operations/until-reached.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {errorText} from '../../report/error-text.js'
import {describeMissing, waitText} from '../../report/wait-text.js'
import {waitFlags} from './flags.js'
import {parseWait, runWait} from './run.js'

export default class Wait extends BaseCommand {
  static override summary = 'Wait until a cluster is in a certain state.'
  static override description =
    'Looks at the cluster a few times a second until it is in the state, and then ends with 0. If the time is ' +
    'over before, it ends with 3 and says what is missing; with 5 if NODE cannot be read. NODE need not run yet.\n\n' +
    'healthy: a check finds no errors, so all slots are covered. agreed: all nodes answer and name the same ' +
    'members and the same owners of slots, and none is in handshake or flagged fail. synced: each replica has a ' +
    'link to its primary, no first copy is in progress, and the replica has what its primary had at the look ' +
    'before. role: of NODE. nodes: all of that many members know each other and answer. version: each node runs ' +
    'this version, or one that begins with it (8.0 is also 8.0.3).'
  static override examples = [
    '<%= config.bin %> wait 10.0.0.5:7000',
    '<%= config.bin %> wait 10.0.0.5:7000 --for nodes=6 --for agreed --for healthy --timeout 2m',
    '<%= config.bin %> wait 10.0.0.5:7000 --for role=replica,synced && systemctl stop redis@7001',
    "<%= config.bin %> wait 10.0.0.5:7000 --for 'version>=8.0' --json",
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...waitFlags}

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Wait)
    const words = parseWait(flags)
    const signal = this.stopOnInterrupt('No longer waiting')
    const begun = performance.now()
    // Before any seed is looked for: a password is asked for once.
    const reached = await this.connectAll(flags, targetOf(args.node, args.port), signal)
    const {connection} = reached
    const seed = await untilReached(() => chooseSeed(reached, connection, signal), {
      limitMs: words.limitMs,
      signal,
    })
    const left = {...words, limitMs: Math.max(0, Math.round(words.limitMs - (performance.now() - begun)))}
    const json = this.jsonEnabled()
    const outcome = await runWait(seed, left, {connection, signal, json, progress: flags.progress})
    const name = formatAddress(seed)
    const text = waitText(outcome, {seed: name, limitMs: words.limitMs})
    const isReached = outcome.status === 'reached'
    const exitCode = isReached
      ? 0
      : EXIT_CODES[outcome.last.unread === undefined ? 'UNHEALTHY' : 'UNREACHABLE']
    if (isReached || json) {
      return this.conclude(
        () => waitDocument(outcome, describeMissing(outcome.last)),
        () => text,
        exitCode,
      )
    }
    const hints = [`See all that is wrong: clustertool check ${name}`]
    return this.endWith({out: [], err: [errorText({message: text, hints})]}, exitCode)
  }
}
