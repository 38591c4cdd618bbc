import {BaseCommand} from '../cli/base-command.js'
import {connectionFlags, parseSeed, portArg, seedArg} from '../cli/flags.js'
import {runResume} from '../cli/history.js'
import {changeFlags} from '../cli/move-flags.js'
import {changeText} from '../report/change-text.js'
import {fixProposalText} from '../report/fix-text.js'
import {operationJson} from '../report/json.js'

const {out: _out, 'join-timeout': _joinTimeout, ...flags} = changeFlags

export default class Resume extends BaseCommand {
  static override summary = 'Finish the operation on a cluster that was broken off.'
  static override description =
    'Finds the last operation that was written down on this machine and did not come to its end, because it was killed, ' +
    'stopped or failed. Closes what it left open in the direction that was meant, and does what it did not come to do.'
  static override examples = [
    '<%= config.bin %> resume 10.0.0.1:7000',
    '<%= config.bin %> resume 10.0.0.1:7000 --yes',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...flags}

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Resume)
    const seed = parseSeed(args.node, args.port)
    const {outcome} = await runResume(seed, flags, await this.asked(flags, [seed]))
    return this.concludeChange(
      outcome?.status ?? 'nothing-to-do',
      () => operationJson('resume', outcome),
      () =>
        outcome
          ? changeText(outcome, {
              colour: this.colour,
              proposal: fixProposalText,
              nothing: 'Nothing is left to do of it.',
            })
          : 'Nothing to resume: no operation on this cluster was broken off, by what is written down on this machine.',
    )
  }
}
