/**
 * A parser for one connection: each call gets what arrived and returns the commands that are complete now. Supports
 * arrays of bulk strings and inline commands. Throws at anything else.
 */
export function commandParser(): (data: Buffer) => string[][] {
  let rest = ''
  return (data) => {
    rest += data.toString('latin1')
    const commands: string[][] = []
    for (let next = parseCommand(rest); next !== undefined; next = parseCommand(rest)) {
      rest = rest.slice(next.length)
      if (next.args.length > 0) commands.push(next.args)
    }
    return commands
  }
}

type Parsed = {readonly args: string[]; readonly length: number}

function parseCommand(text: string): Parsed | undefined {
  const end = text.indexOf('\r\n')
  if (end < 0) return undefined
  const line = text.slice(0, end)
  if (!line.startsWith('*')) return {args: line.split(' ').filter(Boolean), length: end + 2}
  return parseBulks(text, end + 2, Number(line.slice(1)))
}

function parseBulks(text: string, start: number, count: number): Parsed | undefined {
  const args: string[] = []
  let at = start
  while (args.length < count) {
    const end = text.indexOf('\r\n', at)
    if (end < 0) return undefined
    if (text[at] !== '$') throw new Error(`not a bulk string: ${text.slice(at, end)}`)
    const size = Number(text.slice(at + 1, end))
    const after = end + 2 + size + 2
    if (text.length < after) return undefined
    args.push(text.slice(end + 2, end + 2 + size))
    at = after
  }
  return {args, length: at}
}
