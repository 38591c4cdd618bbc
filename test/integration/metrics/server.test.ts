import {request} from 'node:http'
import {expect} from 'chai'
import type {Exposition, MetricsFormat} from '../../../src/metrics/exposition.js'
import {serveMetrics} from '../../../src/metrics/server.js'
import {thrownBy} from '../../support/thrown.js'
import {until} from '../../support/until.js'

type Answer = {
  readonly status: number | undefined
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** A server whose metrics are the name of the format that was asked for. Disposing ends it. */
async function startServer(
  expose = (format: MetricsFormat, _waitMs?: number): Promise<Exposition> =>
    Promise.resolve({contentType: `x/${format}`, body: format}),
): Promise<{readonly address: string; readonly stop: () => Promise<void>} & AsyncDisposable> {
  const controller = new AbortController()
  let address: string | undefined
  const ended = serveMetrics({
    listen: {host: '127.0.0.1', port: 0},
    expose,
    signal: controller.signal,
    onListening: (at) => {
      address = at
    },
  })
  const stop = (): Promise<void> => {
    controller.abort()
    return ended
  }
  return {address: await until('it listens', () => address), stop, [Symbol.asyncDispose]: stop}
}

/** Sends the path as it is, which fetch would not. */
function get(
  address: string,
  path: string,
  {method = 'GET', accept = '', timeout = ''} = {},
): Promise<Answer> {
  const [host, port] = address.split(':')
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host,
        port,
        path,
        method,
        headers: {
          ...(accept !== '' && {accept}),
          ...(timeout !== '' && {'X-Prometheus-Scrape-Timeout-Seconds': timeout}),
        },
      },
      (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () => resolve({status: response.statusCode, headers: response.headers, body}))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

const OF_PROMETHEUS =
  'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1'

describe('[I] the server of metrics', () => {
  it('answers in the format that is asked for', async () => {
    await using server = await startServer()
    const plain = await get(server.address, '/metrics')
    expect(plain).to.deep.include({status: 200, body: 'prometheus'})
    expect(plain.headers).to.include({'content-type': 'x/prometheus', 'cache-control': 'no-store'})
    expect(await get(server.address, '/metrics?a=b', {accept: OF_PROMETHEUS})).to.include({
      body: 'openmetrics',
    })
    expect(await get(server.address, '/metrics', {accept: 'text/html'})).to.include({body: 'prometheus'})
    expect(await get(server.address, '/metrics', {method: 'HEAD'})).to.include({status: 200, body: ''})
  })

  it('knows for how long Prometheus waits', async () => {
    const waits: (number | undefined)[] = []
    await using server = await startServer((format, waitMs) => {
      waits.push(waitMs)
      return Promise.resolve({contentType: 'x/y', body: format})
    })
    for (const timeout of ['10', '0.5', 'x', '-1', '']) await get(server.address, '/metrics', {timeout})
    expect(waits).to.deep.equal([9500, 250, undefined, undefined, undefined])
  })

  it('has a page that leads to them, and nothing else', async () => {
    await using server = await startServer()
    const page = await get(server.address, '/')
    expect(page).to.include({status: 200})
    expect(page.body).to.contain('<a href="/metrics">')
    expect(page.headers).to.include({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
    })
    for (const path of ['/other', '//', '/metrics/', '/%', '/metrics/../x']) {
      expect(await get(server.address, path), path).to.include({status: 404})
    }
    const posted = await get(server.address, '/metrics', {method: 'POST'})
    expect(posted).to.include({status: 405})
    expect(posted.headers).to.include({allow: 'GET, HEAD'})
  })

  it('says nothing about the cluster while it ends', async () => {
    let finish = (): void => undefined
    let began = false
    const reading = new Promise<void>((resolve) => {
      finish = resolve
    })
    await using server = await startServer(async (format) => {
      began = true
      await reading
      return {contentType: format, body: 'clustertool_up 0'}
    })
    const answer = get(server.address, '/metrics').catch((error: unknown) => error)
    await until('a scrape has begun', () => began)
    await server.stop()
    finish()
    expect(await answer).to.be.instanceOf(Error)
  })

  it('refuses an address at which nothing can listen', async () => {
    await using server = await startServer()
    const [, port] = server.address.split(':')
    const signal = AbortSignal.timeout(5000)
    const expose = () => Promise.reject(new Error('nobody asks'))
    const refused = async (host: string, at: number): Promise<string> => {
      const listen = {host, port: at}
      const error = await thrownBy(serveMetrics({listen, expose, signal, onListening: () => undefined}))
      expect(error.code).to.equal('REFUSED')
      return error.message
    }
    expect(await refused('127.0.0.1', Number(port))).to.equal(
      `Nothing can listen at 127.0.0.1:${port}: another program listens there.`,
    )
    expect(await refused('192.0.2.1', 1)).to.contain('this machine does not have that address')
  })
})
