import {expect} from 'chai'
import {type Address, parseAddress} from '../../../src/domain/address.js'
import type {CheckOutcome} from '../../../src/domain/outcome.js'
import type {ConnectionOptions} from '../../../src/redis/connection.js'
import {loadTls} from '../../../src/redis/tls.js'
import type {TlsFiles} from '../../support/certificates.js'
import type {ServerProgram} from '../../support/matrix.js'
import type {TestServersOptions} from '../../support/servers.js'
import {PLAIN} from '../../support/test-cluster.js'

/** A way to connect to the nodes of a cluster: how the servers are started, and which options the user gives. */
export type Way = {
  readonly title: string
  readonly servers: (setting: Setting) => Omit<TestServersOptions, 'count'>
  readonly connection: (setting: Setting) => Promise<ConnectionOptions> | ConnectionOptions
  /** The address that the user types for a server. Default: its address. */
  readonly typed?: (server: Address) => Address
  /** Asserts what is specific to a check of such a cluster. */
  readonly shows?: (checked: CheckOutcome) => void
  /** Whether this version supports it. */
  readonly worksOn?: (program: ServerProgram) => boolean
}

export type Setting = {readonly program: ServerProgram; readonly tls: TlsFiles}

const PASSWORD = 'a pass:word@%'
const SUITE = 'TLS_AES_256_GCM_SHA384'

/** A user with only the rights that create and check need, and one for replicas; the default user is off. */
const USERS = [
  '--user default off',
  '--user operator on >knock +cluster +info',
  '--user copier on >copy +psync +replconf +ping',
  '--masteruser copier --masterauth copy',
].flatMap((words) => words.split(' '))

export const WAYS: readonly Way[] = [
  {title: 'nothing but addresses', servers: () => ({}), connection: () => PLAIN},
  {
    title: 'a password',
    servers: ({program}) => ({args: passwordArgs(program)}),
    connection: () => ({...PLAIN, password: PASSWORD}),
  },
  {
    title: 'an ACL user who may not read settings',
    servers: () => ({args: USERS}),
    connection: () => ({...PLAIN, user: 'operator', password: 'knock'}),
    shows: ({findings, snapshot}) => {
      const refused = findings.find(({code}) => code === 'read-refused')
      expect(refused?.nodes).to.have.lengthOf(6)
      expect(snapshot.nodes.map(({config}) => config)).to.deep.equal(Array(6).fill(undefined))
    },
  },
  {
    title: 'TLS with client certificates',
    servers: ({tls}) => ({tls}),
    connection: ({tls}) => tlsConnection({cacert: tls.ca, cert: tls.cert, key: tls.key}),
  },
  {
    title: 'TLS without client certificates and with one cipher',
    servers: ({tls}) => ({
      tls,
      args: ['--tls-auth-clients', 'no', '--tls-protocols', 'TLSv1.3', '--tls-ciphersuites', SUITE],
    }),
    connection: ({tls}) => tlsConnection({cacert: tls.ca, 'tls-ciphersuites': SUITE}),
  },
  {
    title: 'IPv6',
    servers: () => ({host: '::1'}),
    connection: () => PLAIN,
    typed: ({host, port}) => parseAddress(`[${host}]:${port}`),
    shows: ({snapshot}) => {
      for (const {host, address} of snapshot.nodes)
        expect([host, address.slice(0, 6)]).to.deep.equal(['::1', '[::1]:'])
    },
  },
  {
    title: 'host names',
    servers: () => ({}),
    connection: () => PLAIN,
    typed: ({port}) => ({host: 'localhost', port}),
    shows: ({snapshot: {nodes}}) => {
      expect(nodes[0]?.address).to.match(/^localhost:/)
      expect(nodes.slice(1).map(({host}) => host)).to.deep.equal(Array(5).fill(nodes[0]?.host))
    },
  },
  {
    title: 'announced host names',
    servers: () => ({
      args: ['--cluster-announce-hostname', 'localhost', '--cluster-preferred-endpoint-type', 'hostname'],
    }),
    connection: () => PLAIN,
    shows: ({snapshot}) => {
      expect(snapshot.nodes.map(({hostname}) => hostname)).to.deep.equal(Array(6).fill('localhost'))
    },
    worksOn: ({version}) => Number(version.split('.')[0]) >= 7,
  },
  {
    title: 'an address map for a whole host',
    servers: () => ({args: ['--bind', '127.0.0.1', '127.0.0.2', '--cluster-announce-ip', '127.0.0.2']}),
    connection: () => ({...PLAIN, addressMap: [hostRule('127.0.0.2', '127.0.0.1')]}),
    shows: ({snapshot}) => {
      expect(snapshot.nodes.map(({view}) => new Set(view.map(({host}) => host)))).to.deep.equal(
        Array.from({length: 6}, () => new Set(['127.0.0.2'])),
      )
    },
  },
]

/** The connection that TLS flags describe. */
async function tlsConnection(
  files: {cacert?: string; cert?: string; key?: string; 'tls-ciphersuites'?: string} = {},
): Promise<ConnectionOptions> {
  const {cacert, cert, key} = files
  const wish = {cacertdir: undefined, sni: undefined, insecure: false}
  return {...PLAIN, tls: await loadTls({...files, ...wish, cacert, cert, key})}
}

function hostRule(announced: string, reachable: string): ConnectionOptions['addressMap'][number] {
  return {announced: {host: announced, port: undefined}, reachable: {host: reachable, port: undefined}}
}

function passwordArgs({software}: ServerProgram): string[] {
  return ['--requirepass', PASSWORD, software === 'valkey' ? '--primaryauth' : '--masterauth', PASSWORD]
}
