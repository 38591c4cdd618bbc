import {ClusterToolError} from '../../domain/errors.js'
import {readStdin} from '../../cli/stdin.js'

/**
 * Keys as bytes, from arguments or, if there are none, from the lines of stdin. Throws USAGE for no keys or invalid
 * hex.
 */
export async function readKeys(words: readonly string[], hex: boolean): Promise<Buffer[]> {
  const fromStdin = words.length === 0 || (words.length === 1 && words[0] === '-')
  if (fromStdin && process.stdin.isTTY) throw noKeys()
  const keys = fromStdin
    ? splitLines(await readStdin('keys, since none were given as arguments'))
    : words.map((word) => Buffer.from(word))
  if (keys.length === 0) throw noKeys()
  return hex ? keys.map((key) => parseHex(key.toString().trim())) : keys
}

/** Lines as bytes: decoding would change keys that are not UTF-8. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0x0a, start)
    const stop = end < 0 ? bytes.length : end
    lines.push(bytes.subarray(start, stop))
    start = stop + 1
  }
  return lines
}

function parseHex(text: string): Buffer {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex')
  throw new ClusterToolError(
    'USAGE',
    `"${text}" is not a key in hexadecimal: two digits a byte, such as 00ff.`,
  )
}

function noKeys(): ClusterToolError {
  return new ClusterToolError('USAGE', 'No key was given.', {
    hints: ['Name keys as arguments, or send them on standard input, one to a line.'],
  })
}
