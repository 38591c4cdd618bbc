import {expect} from 'chai'
import {parseClusterNodes} from '../../../src/redis/cluster-nodes.js'

const A = '07c37dfeb235213a872192d90877d0cd55635b91'
const B = '67ed2db8d677e59ec4a4cefb06858cf2a1a89fa1'

describe('[U] parseClusterNodes', () => {
  const only = (line: string) => parseClusterNodes(`${line}\n`)[0]

  it('returns one object for lines that differ only in times, and different ones for others', () => {
    const line = (times: string, link = 'connected') => `${A} 127.0.0.1:1@2 master - ${times} 7 ${link} 0-5`
    expect(only(line('0 17'))).to.equal(only(line('9 18')))
    expect(only(line('0 17', 'disconnected'))).to.deep.include({connected: false, configEpoch: 7})
    expect(only(line('0 17').replace('0-5', '0-6'))?.slots).to.deep.equal([{start: 0, end: 6}])
  })

  it('reads a primary of Redis 3, which prints no bus port', () => {
    expect(only(`${A} 127.0.0.1:30004 myself,master - 0 0 7 connected 0-5460 5470`)).to.deep.equal({
      id: A,
      myself: true,
      host: '127.0.0.1',
      port: 30_004,
      busPort: undefined,
      hostname: undefined,
      shardId: undefined,
      role: 'primary',
      primaryId: undefined,
      flags: [],
      configEpoch: 7,
      connected: true,
      slots: [
        {start: 0, end: 5460},
        {start: 5470, end: 5470},
      ],
      openSlots: [],
    })
  })

  it('reads a replica of Redis 4 to 6', () => {
    const line = only(`${A} 127.0.0.1:30004@31004 slave ${B} 0 1426238317239 4 disconnected`)
    expect(line).to.include({
      role: 'replica',
      primaryId: B,
      busPort: 31_004,
      configEpoch: 4,
      connected: false,
      myself: false,
    })
  })

  it('reads announced names and the additional fields of Redis 7 and Valkey', () => {
    expect(only(`${A} 10.0.0.1:1@11,node-1.example master - 0 0 1 connected`)).to.include({
      hostname: 'node-1.example',
    })
    expect(only(`${A} 10.0.0.1:1@11, master - 0 0 1 connected`)).to.include({hostname: undefined})
    const extra = only(`${A} 10.0.0.1:1@11,,tls-port=0,shard-id=${B} master - 0 0 1 connected`)
    expect(extra).to.include({host: '10.0.0.1', port: 1, busPort: 11, hostname: undefined, shardId: B})
  })

  it('reads IPv6, and a lone node that does not know its address', () => {
    expect(only(`${A} ::1:7000@17000 master - 0 0 1 connected`)).to.include({host: '::1', port: 7000})
    expect(only(`${A} :7000@17000 myself,master - 0 0 0 connected`)).to.include({
      host: '',
      port: 7000,
      busPort: 17_000,
    })
  })

  it('reads every relevant flag', () => {
    const flagsOf = (flags: string) => only(`${A} 10.0.0.1:1@11 ${flags} - 0 0 1 connected`)?.flags
    expect(flagsOf('master,fail?')).to.deep.equal(['fail?'])
    expect(flagsOf('slave,fail,nofailover')).to.deep.equal(['fail', 'nofailover'])
    expect(flagsOf('handshake')).to.deep.equal(['handshake'])
    expect(flagsOf('master,noaddr')).to.deep.equal(['noaddr'])
    expect(flagsOf('noflags')).to.deep.equal([])
  })

  it('reads open slots in both directions', () => {
    const line = only(`${A} 10.0.0.1:1@11 myself,master - 0 0 1 connected 93 [93->-${B}] [94-<-${B}]`)
    expect(line?.slots).to.deep.equal([{start: 93, end: 93}])
    expect(line?.openSlots).to.deep.equal([
      {slot: 93, direction: 'migrating', peer: B},
      {slot: 94, direction: 'importing', peer: B},
    ])
  })

  it('reads all lines and leaves empty ones out', () => {
    const text = `${A} 10.0.0.1:1@11 master - 0 0 1 connected\n${B} 10.0.0.2:1@11 master - 0 0 2 connected\n\n`
    expect(parseClusterNodes(text).map(({id}) => id)).to.deep.equal([A, B])
    expect(parseClusterNodes('')).to.deep.equal([])
  })

  it('refuses other lines', () => {
    expect(() => parseClusterNodes('nonsense')).to.throw(/unknown line/)
    expect(() => only(`${A} 10.0.0.1:1@11 master - 0 0 1 connected [x]`)).to.throw(/unknown open slot/)
  })
})
