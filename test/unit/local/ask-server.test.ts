import {expect} from 'chai'
import {askServer} from '../../../src/local/ask-server.js'
import {bulk, type Handler, RespServer} from '../../support/resp-server.js'

describe('[U] askServer', () => {
  it('returns the process id of a server that reports it', async () => {
    expect(
      await ask(([name]) => (name === 'PING' ? '+PONG\r\n' : bulk('# Server\r\nprocess_id:4711\r\n'))),
    ).to.deep.equal({
      pid: 4711,
    })
  })

  it('considers a server that requires a password to be up', async () => {
    expect(await ask(() => '-NOAUTH Authentication required.\r\n')).to.deep.equal({pid: undefined})
  })

  it('considers a server that refuses and closes the connection to be up', async () => {
    const refuse: Handler = (_, socket) => {
      socket.end('-DENIED Redis is running in protected mode\r\n')
      return undefined
    }
    expect(await ask(refuse)).to.deep.equal({pid: undefined})
  })

  it('considers a server that loads its data, is silent or closes the connection not to be up yet', async () => {
    expect(await ask(() => '-LOADING Redis is loading the dataset in memory\r\n')).to.equal(undefined)
    expect(await ask(() => undefined)).to.equal(undefined)
    const hangUp: Handler = (_, socket) => {
      socket.destroy()
      return undefined
    }
    expect(await ask(hangUp)).to.equal(undefined)
  })

  it('finds no server where nothing listens', async () => {
    const server = await RespServer.start(() => undefined)
    await server[Symbol.asyncDispose]()
    expect(await askServer({host: server.host, port: server.port, tls: false}, 100)).to.equal(undefined)
  })

  it('only connects to a TLS server', async () => {
    await using server = await RespServer.start(() => undefined)
    expect(await askServer({host: server.host, port: server.port, tls: true}, 100)).to.deep.equal({
      pid: undefined,
    })
    expect(server.received).to.deep.equal([])
  })
})

async function ask(handler: Handler): Promise<unknown> {
  await using server = await RespServer.start(handler)
  return await askServer({host: server.host, port: server.port, tls: false}, 100)
}
