import {BaseCommand} from '../../cli/base-command.js'
import {connectionFlags, portArg, seedArg} from '../../cli/flags.js'
import {targetOf} from '../../cli/target.js'
import type {BigKeysOutcome} from '../../domain/big-keys.js'
import {EXIT_CODES} from '../../domain/errors.js'
import {bigKeysFlags, bigKeysRequest} from './flags.js'

const EXITS: Readonly<Record<BigKeysOutcome['status'], number>> = {
  done: 0,
  stopped: EXIT_CODES.CANCELLED,
  incomplete: EXIT_CODES.INCOMPLETE,
}

export default class BigKeys extends BaseCommand {
  static override summary = 'Find the biggest keys of all shards, and the memory by prefix.'
  static override description =
    'Reads all keys with SCAN and MEMORY USAGE (Redis 4.0), all shards side by side. The table says for how long moving a key would block its nodes. ' +
    'Ctrl-C prints what was found so far, and --resume continues. Changes nothing.'
  static override examples = [
    '<%= config.bin %> big-keys 10.0.0.1:7000 --replicas',
    '<%= config.bin %> big-keys 10.0.0.1:7000 --at-least 10MB --rate 5000',
  ]
  static override args = {node: seedArg, port: portArg}
  static override flags = {...connectionFlags, ...bigKeysFlags}

  protected override get endedAtOnce(): string {
    return 'Nothing was changed.'
  }

  async run(): Promise<unknown> {
    const {args, flags} = await this.parse(BigKeys)
    const request = bigKeysRequest(flags)
    const signal = this.stopOnInterrupt('Printing what was found so far')
    const {seed, connection} = await this.connect(flags, targetOf(args.node, args.port))
    const {runBigKeys} = await import('./run.js')
    const {bigKeysDocument} = await import('../../contract/big-keys.js')
    const {bigKeysText} = await import('./text.js')
    const json = this.jsonEnabled()
    const outcome = await runBigKeys(seed, request, {connection, signal, json, progress: flags.progress})
    return this.conclude(
      () => bigKeysDocument(outcome),
      () => bigKeysText(outcome, {...this.text, request}),
      EXITS[outcome.status],
    )
  }
}
