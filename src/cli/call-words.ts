import {ClusterToolError} from '../domain/errors.js'

/** What is to be known of a flag to find it among other words. */
type FlagForm = {
  readonly type: 'boolean' | 'option'
  readonly char?: string | undefined
  readonly aliases?: readonly string[] | undefined
}

/**
 * Parts the options of clustertool from the words of the command that is to be sent. An option is one anywhere, up to
 * `--`; what looks like one but is none of ours is the server's business as soon as the command's name has come, and before
 * that stays among the options, to be refused. Short options stand alone: -axyz is not taken for -a xyz.
 */
export function partWords(
  argv: readonly string[],
  flags: Readonly<Record<string, FlagForm>>,
): {readonly options: readonly string[]; readonly words: readonly string[]} {
  const forms = formsOf(flags)
  const options: string[] = []
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') return {options, words: [...words, ...argv.slice(at + 1)]}
    const form = formOf(word, forms)
    if (form) {
      options.push(word)
      const value = argv[at + 1]
      if (form.type === 'option' && !word.includes('=') && value !== undefined) options.push(argv[++at] ?? '')
    } else if (/^-./.test(word) && !hasCommand(words)) options.push(word)
    else words.push(word)
  }
  return {options, words}
}

function formsOf(flags: Readonly<Record<string, FlagForm>>): ReadonlyMap<string, FlagForm> {
  return new Map(
    Object.entries(flags).flatMap(([name, form]) => [
      ...[name, ...(form.aliases ?? [])].map((long): [string, FlagForm] => [`--${long}`, form]),
      ...(form.char === undefined ? [] : [[`-${form.char}`, form] as [string, FlagForm]]),
    ]),
  )
}

function formOf(word: string, forms: ReadonlyMap<string, FlagForm>): FlagForm | undefined {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1
  return forms.get(equals < 0 ? word : word.slice(0, equals))
}

/** After a node in one or two words, the command's name. */
function hasCommand([, second, third]: readonly string[]): boolean {
  return second !== undefined && (third !== undefined || !/^\d+$/.test(second))
}

const STREAMS: ReadonlySet<string> = new Set(
  'monitor sync psync subscribe psubscribe ssubscribe unsubscribe punsubscribe sunsubscribe'.split(' '),
)

/** Throws USAGE for a command that makes something else of a connection than one answer to one command. */
export function refuseStreams([name = '', first = '', second = '']: readonly (string | Buffer)[]): void {
  const [command, ...words] = [name, first, second].map((word) => String(word).toLowerCase())
  if (STREAMS.has(command ?? '')) throw noAnswer(String(name), 'it makes a stream of the connection')
  if (command === 'hello' && words[0] === '3') throw noAnswer('HELLO 3', 'it changes the protocol')
  if (command === 'client' && words[0] === 'reply') throw noAnswer('CLIENT REPLY', 'it turns answers off')
}

function noAnswer(command: string, why: string): ClusterToolError {
  return new ClusterToolError(
    'USAGE',
    `${command} cannot be called: ${why}, and call waits for one answer a node.`,
  )
}
