import type {ArgvContext} from '../../cli/legacy-port.js'
import {hasClusterOption, type Translated, translateRedisCli} from './redis-cli.js'
import {translateRedisTrib} from './redis-trib.js'

/**
 * Our argv for one that is spelled for redis-cli or valkey-cli --cluster, or for redis-trib when the program was called
 * by that name; any other comes back as it is. Throws USAGE for what those tools would not understand either.
 */
export function translate(argv: readonly string[], context: ArgvContext): Translated {
  const [first, second] = argv
  if (first === '--as' && second === 'redis-trib') return translateRedisTrib(argv.slice(2))
  if (/^redis-trib(\.rb)?$/.test(context.programName)) return translateRedisTrib(argv)
  if (hasClusterOption(argv)) return translateRedisCli(argv, context)
  if (first === 'help') return {args: [...argv.slice(1), '--help']}
  return {args: argv}
}
