import {connect} from 'node:net'

/** What a server said of itself: its process id is undefined when it would not tell (password, TLS). */
export type ServerAnswer = {readonly pid: number | undefined}

/** Where a server should answer. */
export type Endpoint = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** Of the default user; only one that takes it is taken for the server then. */
  readonly password?: string
}

/**
 * Sends PING and INFO to a server; undefined when it does not answer, still loads its data, or takes longer than
 * `limitMs`. Of a TLS server it is only seen that it accepts a connection.
 */
export function askServer(
  {host, port, tls, password}: Endpoint,
  limitMs: number,
): Promise<ServerAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({host, port})
    let text = ''
    // What refuses the password has nothing to say: no answer.
    const afterLogin = () => (password === undefined ? text : (/^\+OK\r\n(.*)$/s.exec(text)?.[1] ?? ''))
    const finish = (answer: ServerAnswer | undefined): void => {
      resolve(answer)
      socket.destroy()
    }
    socket.setTimeout(limitMs, () => finish(undefined))
    socket.once('error', () => finish(undefined))
    socket.once('close', () => finish(parseAnswer(afterLogin(), true)))
    const login = password === undefined ? '' : `AUTH ${password}\r\n`
    socket.once('connect', () =>
      tls ? finish({pid: undefined}) : socket.write(`${login}PING\r\nINFO server\r\n`),
    )
    socket.on('data', (data) => {
      text += data.toString('latin1')
      const answer = parseAnswer(afterLogin(), false)
      if (answer !== undefined) finish(answer)
    })
  })
}

// An error reply is an answer too: a server that wants a password is up.
function parseAnswer(text: string, complete: boolean): ServerAnswer | undefined {
  if (!/^[+-].*\r\n/.test(text) || text.startsWith('-LOADING')) return undefined
  const pid = /^process_id:(\d+)\r$/m.exec(text)?.[1]
  if (pid !== undefined) return {pid: Number(pid)}
  return complete || /^[+-].*\r\n-.*\r\n/.test(text) ? {pid: undefined} : undefined
}
