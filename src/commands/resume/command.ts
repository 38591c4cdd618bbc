import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, parseSeed, portArg, seedArg} from '../../cli/flags.js'
import {runResume} from './run.js'
import {changeFlags} from '../../cli/move-flags.js'
import {changeText} from '../../report/change-text.js'
import {fixProposalText} from '../../report/fix-text.js'
import {operationJson} from '../../report/json.js'
import {noneLeftText, nothingToResumeText} from './text.js'

const {out: _out, 'join-timeout': _joinTimeout, ...flags} = changeFlags

export default class Resume extends BaseCommand {
  static override summary = 'Finish the operation on a cluster that was broken off.'
  static override description =
    'Finds the last operation that was written down on this machine and did not come to its end, because it was killed, ' +
    'stopped or failed, and that no later one superseded. Says which one that is and what came after it, closes what it left ' +
    'open in the direction that was meant, and does what it did not come to do. When other operations followed it, it has to ' +
    'be named with --operation.'
  static override examples = [
    '<%= config.bin %> resume 10.0.0.1:7000',
    '<%= config.bin %> resume 10.0.0.1:7000 --yes',
    '<%= config.bin %> resume 10.0.0.1:7000 --operation 2026-11-21T12-01-03-512Z-reshard-7-0',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {
    ...connectionFlags,
    ...flags,
    operation: Flags.string({
      description: 'Id of the operation, as history lists it; the last one that was broken off unless said.',
    }),
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(Resume)
    const seed = parseSeed(args.node, args.port)
    const resumed = await runResume(seed, flags, await this.asked(flags, [seed]))
    const {outcome, operation, over} = resumed
    return this.concludeChange(
      outcome?.status ?? 'nothing-to-do',
      () => operationJson('resume', resumed),
      () =>
        outcome
          ? changeText(outcome, {
              colour: this.colour,
              proposal: fixProposalText,
              nothing: noneLeftText(operation, outcome.plan),
            })
          : nothingToResumeText(over),
    )
  }
}
