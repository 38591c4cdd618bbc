import {ClusterToolError} from '../../domain/errors.js'

/** What is needed to find a flag among other words. */
type FlagForm = {
  readonly type: 'boolean' | 'option'
  readonly char?: string | undefined
  readonly aliases?: readonly string[] | undefined
}

/**
 * Separates clustertool's options from the words of the command to send. Up to `--`, one of our options is an option
 * anywhere. A word that looks like an unknown option belongs to the command if it comes after the command's name;
 * before that it is refused as an option. Short options must be separate: -axyz does not mean -a xyz.
 */
export function partWords(
  argv: readonly string[],
  flags: Readonly<Record<string, FlagForm>>,
): {readonly options: readonly string[]; readonly words: readonly string[]} {
  const forms = formsOf(flags)
  const dashes = argv.indexOf('--')
  const end = dashes < 0 ? argv.length : dashes
  const options: string[] = []
  const words: string[] = []
  for (let at = 0; at < end;) {
    const length = optionLength(argv[at] ?? '', forms)
    const isMistyped = length === 0 && !hasCommand(words) && /^-\D/.test(argv[at] ?? '')
    const next = Math.min(at + Math.max(length, 1), end)
    const taken = argv.slice(at, next)
    if (length > 0 || isMistyped) options.push(...taken)
    else words.push(...taken)
    at = next
  }
  return {options, words: [...words, ...argv.slice(end + 1)]}
}

function formsOf(flags: Readonly<Record<string, FlagForm>>): ReadonlyMap<string, FlagForm> {
  return new Map(
    Object.entries(flags).flatMap(([name, form]) => [
      ...[name, ...(form.aliases ?? [])].map((long): [string, FlagForm] => [`--${long}`, form]),
      ...(form.char === undefined ? [] : [[`-${form.char}`, form] as [string, FlagForm]]),
    ]),
  )
}

/** The number of words of an option that starts with this one; 0 if it is not an option. */
function optionLength(word: string, forms: ReadonlyMap<string, FlagForm>): number {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  const form = forms.get(equals < 0 ? word : word.slice(0, equals))
  if (!form) return 0
  return form.type === 'option' && equals < 0 ? 2 : 1
}

/** The command's name follows after a node in one or two words. */
function hasCommand([, second, third]: readonly string[]): boolean {
  return second !== undefined && (third !== undefined || !/^\d+$/.test(second))
}

const STREAMS: ReadonlySet<string> = new Set(
  'monitor sync psync subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe'.split(' '),
)

/** Throws USAGE for a command that changes the connection to something other than one reply per command. */
export function refuseStreams([name = '', first = '', second = '']: readonly (string | Buffer)[]): void {
  const [command, ...words] = [name, first, second].map((word) => String(word).toLowerCase())
  if (STREAMS.has(command ?? '')) throw noAnswer(String(name), 'it turns the connection into a stream')
  if (command === 'hello' && words[0] === '3') throw noAnswer('HELLO 3', 'it changes the protocol')
  if (command === 'client' && words[0] === 'reply') throw noAnswer('CLIENT REPLY', 'it turns replies off')
}

function noAnswer(command: string, why: string): ClusterToolError {
  return new ClusterToolError(
    'USAGE',
    `${command} cannot be called: ${why}, but call needs one reply from each node.`,
  )
}
