/** Widest line of the source, in characters; longer ones are broken where a space is. */
const WIDTH = 78

/** Text as roff prints it: no character of it has a meaning for roff. */
export function escapeText(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll("'", String.raw`\(aq`)
    .replaceAll('`', String.raw`\(ga`)
    .replaceAll('^', String.raw`\(ha`)
    .replaceAll('~', String.raw`\(ti`)
    .replaceAll(
      /[^\p{ASCII}]/gu,
      (char) => String.raw`\[u${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

/** A line that starts with a dot would be a request. */
function safeLine(line: string): string {
  return line.startsWith('.') ? String.raw`\&${line}` : line
}

/** A paragraph: a line for each sentence, because roff sets the space after a sentence by the end of a line. */
export function paragraph(text: string): readonly string[] {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?]) (?=[A-Z-])/)
    .flatMap(wrapped)
}

/** Text that roff may break at any space. */
export function wrapped(text: string): readonly string[] {
  return wrap(escapeText(text)).map(safeLine)
}

/** Text that is printed as it is, such as a command line. */
export function verbatim(text: string): string {
  return safeLine(escapeText(text))
}

/** A macro with arguments, which may contain spaces. */
export function macro(name: string, ...args: readonly string[]): string {
  const words = args.map((arg) => (/[\s"]/.test(arg) || arg === '' ? `"${arg.replaceAll('"', '""')}"` : arg))
  return [`.${name}`, ...words].join(' ')
}

function wrap(line: string): string[] {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= WIDTH)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
