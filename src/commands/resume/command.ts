import {resumeFlags} from './flags.js'
import {BaseCommand} from '../../cli/base-command.js'
import {targetOf} from '../../cli/target.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {runResume} from './run.js'
import {changeText} from '../../report/change-text.js'
import {fixProposalText} from '../../report/fix-text.js'
import {operationDocument} from '../../contract/change.js'
import {WORDS} from '../../report/document-words.js'
import {noneLeftText, nothingToResumeText} from './text.js'

export default class Resume extends BaseCommand {
  static override summary = 'Finish an interrupted operation on a cluster.'
  static override description =
    'Finds the last operation, recorded on this machine, that was killed, stopped or failed, and that no ' +
    'later one superseded. Shows which operation that is and what came after it, closes the slots that it ' +
    'left open in the intended direction, and does the remaining steps. If other operations followed it, you ' +
    'have to name it with --operation.'
  static override examples = [
    '<%= config.bin %> resume 10.0.0.1:7000',
    '<%= config.bin %> resume 10.0.0.1:7000 --yes',
    '<%= config.bin %> resume 10.0.0.1:7000 --operation 2026-11-21T12-01-03-512Z-reshard-7-0',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...resumeFlags}

  async run(): Promise<unknown> {
    const {args, flags: typed} = await this.parse(Resume)
    const {seed, flags, asked} = await this.asked(typed, targetOf(args.node, args.port))
    const resumed = await runResume(seed, flags, asked)
    const {outcome, operation, over} = resumed
    return this.concludeChange(
      outcome?.status ?? 'nothing-to-do',
      () => operationDocument('resume', resumed, WORDS),
      () =>
        outcome
          ? changeText(outcome, {
              ...this.text,
              proposal: fixProposalText,
              nothing: noneLeftText(operation, outcome.plan),
            })
          : nothingToResumeText(over),
    )
  }
}
