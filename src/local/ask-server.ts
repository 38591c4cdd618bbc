import {connect} from 'node:net'

/** What a server says about itself; the process id is undefined if it does not say (password, TLS). */
export type ServerAnswer = {readonly pid: number | undefined}

/** Where a server should answer. */
export type LocalServerAddress = {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  /** Of the default user; then only a server that accepts it counts. */
  readonly password?: string
}

/**
 * Sends PING and INFO to a server; undefined if it does not answer, is still loading its data, or takes longer than
 * `limitMs`. A TLS server only has to accept a connection.
 */
export function askServer(
  {host, port, tls, password}: LocalServerAddress,
  limitMs: number,
): Promise<ServerAnswer | undefined> {
  return new Promise((resolve) => {
    const socket = connect({host, port})
    let text = ''
    // A server that refuses the password does not count as an answer.
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

// An error reply is an answer too: a server that requires a password is up.
function parseAnswer(text: string, complete: boolean): ServerAnswer | undefined {
  if (!/^[+-].*\r\n/.test(text) || text.startsWith('-LOADING')) return undefined
  const pid = /^process_id:(\d+)\r$/m.exec(text)?.[1]
  if (pid !== undefined) return {pid: Number(pid)}
  return complete || /^[+-].*\r\n-.*\r\n/.test(text) ? {pid: undefined} : undefined
}
