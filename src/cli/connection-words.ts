/** Flags that say how to connect and hold no secret, with whether a value follows. */
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
])

const COMMAND =
  /\bclustertool (add-node|call|check|config (?:get|set)|del-node|fix|history|rebalance|reshard|resume|undo)(?= )/g

/** Gives commands that a text advises to type the connection flags of this one, so that they can be pasted. */
export function withConnection(text: string, argv: readonly string[]): string {
  const flags = connectionWords(argv)
  return flags === '' ? text : text.replaceAll(COMMAND, (command) => `${command} ${flags}`)
}

/** The connection flags among these words. A password is asked for anew. */
export function connectionWords(argv: readonly string[]): string {
  const words: string[] = []
  let hasPassword = false
  for (let at = 0; at < argv.length && argv[at] !== '--'; at++) {
    const word = argv[at] ?? ''
    const [name = '', value] = splitOnce(word)
    hasPassword ||= /^(-a|--pass|--password)$/.test(name) || /^-a./.test(word)
    const takesValue = FLAGS.get(name)
    if (takesValue !== undefined)
      words.push(takesValue ? `${name} ${quoted(value ?? argv[++at] ?? '')}` : name)
    const url = /^(redis|valkey)(s?):\/\/(?:([^:@/]*)(:[^@/]*)?@)?/.exec(word)
    if (!url) continue
    if (url[2]) words.push('--tls')
    if (url[3]) words.push(`--user ${quoted(decodeURIComponent(url[3]))}`)
    hasPassword ||= url[4] !== undefined
  }
  if (hasPassword) words.push('--askpass')
  return [...new Set(words)].join(' ')
}

function splitOnce(word: string): [string, string | undefined] {
  const equals = word.indexOf('=')
  return word.startsWith('--') && equals > 0
    ? [word.slice(0, equals), word.slice(equals + 1)]
    : [word, undefined]
}

function quoted(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`
}
