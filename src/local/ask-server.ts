import {connect} from 'node:net'

/** What a server said of itself: its process id is undefined when it would not tell (password, TLS). */
export type Answer = {readonly pid: number | undefined}

/** Where a server should answer. */
export type Endpoint = {readonly host: string; readonly port: number; readonly tls: boolean}

/**
 * Sends PING and INFO to a server; undefined when it does not answer, still loads its data, or takes longer than
 * `limitMs`. Of a TLS server it is only seen that it accepts a connection.
 */
export function askServer({host, port, tls}: Endpoint, limitMs: number): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({host, port})
    let text = ''
    const finish = (answer: Answer | undefined): void => {
      resolve(answer)
      socket.destroy()
    }
    socket.setTimeout(limitMs, () => finish(undefined))
    socket.once('error', () => finish(undefined))
    socket.once('close', () => finish(parseAnswer(text, true)))
    socket.once('connect', () => (tls ? finish({pid: undefined}) : socket.write('PING\r\nINFO server\r\n')))
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const answer = parseAnswer(text, false)
      if (answer !== undefined) finish(answer)
    })
  })
}

// An error reply is an answer too: a server that wants a password is up.
function parseAnswer(text: string, complete: boolean): Answer | undefined {
  if (!/^[+-].*\r\n/.test(text) || text.startsWith('-LOADING')) return undefined
  const pid = /^process_id:(\d+)\r$/m.exec(text)?.[1]
  if (pid !== undefined) return {pid: Number(pid)}
  return complete || /^[+-].*\r\n-.*\r\n/.test(text) ? {pid: undefined} : undefined
}
