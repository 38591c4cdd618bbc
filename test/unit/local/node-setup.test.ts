import {expect} from 'chai'
import {certificatesIn} from '../../../src/local/certificates.js'
import {hostInZone, nodeArgs, zoneOf} from '../../../src/local/node-setup.js'

const VALKEY = {software: 'valkey', version: '9.1.2'} as const
const NONE = {password: undefined, certificates: undefined}

/** The last value of an option, as a server takes it. */
const last = (args: readonly string[], option: string) => args[args.lastIndexOf(option) + 1]

describe('[U] nodes of a local cluster', () => {
  it('listen on one address if they have one, and tell it to other nodes', () => {
    const args = nodeArgs({port: 7001, host: '127.0.0.2', version: VALKEY}, NONE)
    expect(last(args, '--bind')).to.equal('127.0.0.2')
    expect(last(args, '--cluster-announce-ip')).to.equal('127.0.0.2')
    expect(last(args, '--availability-zone')).to.equal('zone-2')
    const redis = nodeArgs({port: 7001, host: '127.0.0.2', version: {...VALKEY, software: 'redis'}}, NONE)
    expect(redis).not.to.include('--availability-zone')
    const old = nodeArgs({port: 7001, host: '127.0.0.2', version: {...VALKEY, version: '7.2.4'}}, NONE)
    expect(old).not.to.include('--availability-zone')
  })

  it('listen on all loopback addresses otherwise', () => {
    const args = nodeArgs({port: 7001, host: undefined, version: VALKEY}, NONE)
    expect(last(args, '--bind')).to.equal('127.0.0.1')
    expect(args).not.to.include('--cluster-announce-ip')
  })

  it('speak only TLS if they have certificates', () => {
    const secrets = {password: 'secret', certificates: certificatesIn('/d')}
    const args = nodeArgs({port: 7001, host: undefined, version: VALKEY}, secrets)
    expect(last(args, '--port')).to.equal('0')
    expect(last(args, '--tls-port')).to.equal('7001')
    expect(last(args, '--tls-key-file')).to.equal('/d/tls/node.key')
    expect(last(args, '--tls-cluster')).to.equal('yes')
    expect(last(args, '--tls-replication')).to.equal('yes')
    expect(args.join(' ')).not.to.contain('secret')
  })

  it('are in zones in turn', () => {
    expect([0, 1, 2, 3].map((index) => hostInZone(index, 3))).to.deep.equal([
      '127.0.0.1',
      '127.0.0.2',
      '127.0.0.3',
      '127.0.0.1',
    ])
    expect(zoneOf('127.0.0.3')).to.equal('zone-3')
  })
})
