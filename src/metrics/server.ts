import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type {AddressInfo} from 'node:net'
import {once} from 'node:events'
import {type Address, formatAddress} from '../domain/address.js'
import {ClusterToolError, messageOf} from '../domain/errors.js'
import type {Exposition, MetricsFormat} from './exposition.js'

/** Where to listen; an empty host is all interfaces, and port 0 any free port. */
export type ListenAddress = Address

type MetricsServing = {
  readonly listen: ListenAddress
  /** The metrics as they are now. `waitMs`: for how long the client waits; undefined if it does not say. */
  readonly expose: (format: MetricsFormat, waitMs: number | undefined) => Promise<Exposition>
  /** Ends the serving. */
  readonly signal: AbortSignal
  /** Called with `host:port` as soon as scrapes are answered. */
  readonly onListening: (address: string) => void
}

/** Serves metrics over HTTP until the signal is aborted. Throws REFUSED if nobody can listen at that address. */
export async function serveMetrics({listen, expose, signal, onListening}: MetricsServing): Promise<void> {
  const server = createServer((request, response) => void answer(request, response, {expose, signal}))
  await startListening(server, listen)
  try {
    onListening(formatAddress(addressOf(server)))
    if (!signal.aborted) await once(signal, 'abort')
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

async function startListening(server: Server, {host, port}: ListenAddress): Promise<void> {
  server.listen({port, ...(host !== '' && {host})})
  try {
    await once(server, 'listening')
  } catch (cause) {
    const place = formatAddress({host, port})
    throw new ClusterToolError('REFUSED', `Nothing can listen at ${place}: ${whyNot(cause)}.`, {
      cause,
      hints: ['Choose another address: --listen HOST:PORT'],
    })
  }
  // A client that disappears is none of ours to report.
  server.on('error', () => undefined)
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'the system does not allow it',
  ENOTFOUND: 'there is no host of that name',
}

function whyNot(cause: unknown): string {
  return REASONS[(cause as NodeJS.ErrnoException).code ?? ''] ?? messageOf(cause)
}

function addressOf(server: Server): Address {
  const {address: host, port} = server.address() as AddressInfo
  return {host, port}
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>clustertool metrics</title>
<h1>clustertool metrics</h1>
<p><a href="/metrics">Metrics</a> of one cluster, for Prometheus.</p>
</html>
`

type Answering = Pick<MetricsServing, 'expose' | 'signal'>

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  {expose, signal}: Answering,
): Promise<void> {
  const {method = '', url = '', headers} = request
  if (method !== 'GET' && method !== 'HEAD') return send(response, 405, TEXT, 'Only GET is allowed.\n')
  const [path] = url.split('?', 1)
  if (path === '/') return send(response, 200, 'text/html; charset=utf-8', PAGE)
  if (path !== '/metrics') return send(response, 404, TEXT, 'Not found. Metrics are at /metrics.\n')
  const {contentType, body} = await expose(formatFor(headers.accept), waitOf(headers))
  // A reading that was stopped would look like a cluster that is down.
  if (signal.aborted) return send(response, 503, TEXT, 'clustertool is ending.\n')
  return send(response, 200, contentType, body)
}

const TEXT = 'text/plain; charset=utf-8'

function formatFor(accept = ''): MetricsFormat {
  return accept.includes('application/openmetrics-text') ? 'openmetrics' : 'prometheus'
}

/** An answer has to be on its way before Prometheus gives up. */
const MARGIN_MS = 500

/** Prometheus says how long it waits. At least half of that is used. */
function waitOf(headers: IncomingHttpHeaders): number | undefined {
  const milliseconds = Number(headers['x-prometheus-scrape-timeout-seconds']) * 1000
  return milliseconds > 0 ? Math.max(milliseconds - MARGIN_MS, milliseconds / 2) : undefined
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'",
    ...(status === 405 && {allow: 'GET, HEAD'}),
  })
  response.end(body)
}
