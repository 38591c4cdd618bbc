import type {Socket} from 'node:net'

/** No request and no answer is longer. */
const LONGEST = 4_000_000

/** Calls `onLine` with each line that a socket receives. A line that is too long ends the connection. */
export function readLines(socket: Socket, onLine: (line: string) => void, longest = LONGEST): void {
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = `${text}${chunk}`.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) onLine(line)
    if (text.length > longest) socket.destroy()
  })
}
