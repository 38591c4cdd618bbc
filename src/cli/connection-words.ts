import {shellWord} from '../report/shell-word.js'

/** Connection flags that contain no secret, and whether a value follows. */
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['--tls', false],
  ['--insecure', false],
  ['--askpass', false],
  ['--user', true],
  ['--cacert', true],
  ['--cacertdir', true],
  ['--cert', true],
  ['--key', true],
  ['--sni', true],
  ['--tls-ciphers', true],
  ['--tls-ciphersuites', true],
  ['--address-map', true],
  ['--zone', true],
])

const COMMAND =
  /\bclustertool (add-node|apply|backup|big-keys|call|check|config (?:get|set)|control|create|cutover|del-node|failover|fix|history|import|info|map|metrics|rebalance|replace|replicate|report|reshard|restore|resume|roll|set-timeout|slot|spread|undo|verify|wait|watch)(?= )/g

/**
 * Adds the connection flags of this command to the commands in a text, so that they can be pasted. If it uses a
 * profile, that takes the place of the node.
 */
export function withConnection(text: string, argv: readonly string[], profile?: string): string {
  const flags = connectionWords(argv)
  const named = profile === undefined ? text : withProfileWord(text, `@${profile}`)
  return flags === '' ? named : named.replaceAll(COMMAND, (command) => `${command} ${flags}`)
}

/** An address, or a word that stands for one. */
const ADDRESS_WORD = String.raw`(?:\[[\da-f:.]+\]:\d+|[\w.:-]+:\d+|NODE|HOST:PORT)`
const NEW_WORD = String.raw`(?:${ADDRESS_WORD}|NEW_HOST:PORT)`
/** Where the node of the cluster stands in a command. */
const NODE_PLACES: readonly RegExp[] = [
  new RegExp(
    String.raw`(\bclustertool (?:backup|big-keys|call|check|config (?:get|set)|del-node|failover|fix|history|import|info|map|rebalance|replace|replicate|report|reshard|resume|roll|set-timeout|spread|undo|watch) )${ADDRESS_WORD}(?![\w:])`,
    'g',
  ),
  new RegExp(String.raw`(\bclustertool add-node (?:${NEW_WORD} )+)${ADDRESS_WORD}(?![\w:])`, 'g'),
  new RegExp(String.raw`(\bclustertool (?:compare|restore|verify) \S+ )${ADDRESS_WORD}(?![\w:])`, 'g'),
]
/** Commands without a node: one at the end of its sentence, and a plan that names its node. */
const WITHOUT_NODE = /\bclustertool (?:(?:check|history)(?=,|$)|apply \S+)/gm

function withProfileWord(text: string, word: string): string {
  const named = NODE_PLACES.reduce((rest, place) => rest.replaceAll(place, `$1${word}`), text)
  return named.replaceAll(WITHOUT_NODE, `$& ${word}`)
}

/** The connection flags among these words. A password has to be given again. */
export function connectionWords(argv: readonly string[]): string {
  const end = argv.indexOf('--')
  const words = end < 0 ? argv : argv.slice(0, end)
  const hasPassword = words.some(
    (word) => /^(-a|--pass(word)?(=|$))/.test(word) || ADDRESS.exec(word)?.groups?.['pass'],
  )
  const given = words.flatMap((word, at) => [...flagWords(word, words[at + 1]), ...urlWords(word)])
  return [...new Set([...given, ...(hasPassword ? ['--askpass'] : [])])].join(' ')
}

function flagWords(word: string, next = ''): string[] {
  const [name, value] = splitOnce(word)
  const takesValue = FLAGS.get(name)
  if (takesValue === undefined) return []
  return [takesValue ? `${name} ${shellWord(value ?? next)}` : name]
}

const ADDRESS = /^(?:redis|valkey)(?<tls>s?):\/\/(?:(?<user>[^:@/]*)(?<pass>:[^@/]*)?@)?/

function urlWords(word: string): string[] {
  const {tls, user} = ADDRESS.exec(word)?.groups ?? {}
  return [...(tls ? ['--tls'] : []), ...(user ? [`--user ${shellWord(decodeURIComponent(user))}`] : [])]
}

function splitOnce(word: string): [string, string | undefined] {
  const equals = word.indexOf('=')
  return word.startsWith('--') && equals > 0
    ? [word.slice(0, equals), word.slice(equals + 1)]
    : [word, undefined]
}
