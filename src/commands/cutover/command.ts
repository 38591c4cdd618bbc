import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags} from '../../cli/flags.js'
import {wordsOf} from '../../cli/target.js'
import {cutoverDocument} from '../../contract/cutover.js'
import {EXIT_CODES} from '../../domain/errors.js'
import type {CutoverOutcome} from '../../operations/cut-over.js'
import {nameOf} from '../control/words.js'
import {cutoverFlags} from './flags.js'
import {runCutover} from './run.js'
import {cutoverText} from './text.js'

const EXIT: Readonly<Record<CutoverOutcome['status'], number>> = {
  done: 0,
  different: EXIT_CODES.UNHEALTHY,
  incomplete: EXIT_CODES.INCOMPLETE,
}

export default class Cutover extends BaseCommand {
  static override summary =
    'Switch from a source to the cluster that follows it, and prove that they are equal.'
  static override description =
    'For an import --follow that runs on this machine: closes the source to writes, waits until the last one is in the ' +
    'cluster, compares both sides, and lets you switch your clients. If anything differs, or the clients are not switched ' +
    'within --hold, the source takes writes again. Clients wait meanwhile (CLIENT PAUSE WRITE); before Redis 6.2, their ' +
    'writes get an error. Name the import by its id or process, or a node of its cluster; without a name, it is the only ' +
    'operation that runs. docs/following.md has the details.'
  static override examples = [
    '<%= config.bin %> cutover',
    '<%= config.bin %> cutover --check-sample all --then readonly',
    '<%= config.bin %> cutover 10.0.0.1:7000 --on-ready ./switch-clients.sh --then shutdown',
  ]
  static override usage =
    'cutover [OPERATION|HOST:PORT] [--check-sample N|all] [--on-ready COMMAND] [--then WHAT]'
  static override strict = false
  static override flags = {...connectionFlags, ...cutoverFlags}

  protected override get endedAtOnce(): string {
    return 'The source takes writes again after --hold, and is still followed.'
  }

  async run(): Promise<unknown> {
    const parsed = await this.parse(Cutover)
    const {flags} = parsed
    const outcome = await runCutover(nameOf(wordsOf(parsed)), flags, {
      ...this.asking(),
      connect: (target) => this.connect(flags, target),
    })
    return this.conclude(
      () => cutoverDocument(outcome),
      () => cutoverText(outcome, this.text),
      EXIT[outcome.status],
    )
  }
}
