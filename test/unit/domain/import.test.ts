import {expect} from 'chai'
import {parseImportSource} from '../../../src/domain/import.js'

describe('the source of an import', () => {
  it('is a server by address or URL', () => {
    expect(parseImportSource('10.0.0.1:6379')).to.deep.include({kind: 'server'})
    const source = parseImportSource('rediss://me:a%20b%25s@host:6380')
    if (source.kind !== 'server') throw new Error('no server')
    expect(source.addresses).to.have.length(1)
    expect(source.addresses[0]).to.include({
      host: 'host',
      port: 6380,
      user: 'me',
      password: 'a b%s',
      tls: true,
    })
  })

  it('may be several nodes of a cluster', () => {
    for (const [text, logins] of [
      ['a:1,[::1]:2', [undefined, undefined]],
      ['redis://me:x@a:1,[::1]:2', ['x', 'x']],
      ['a:1,redis://me:x@[::1]:2', [undefined, 'x']],
    ] as const) {
      const source = parseImportSource(text)
      if (source.kind !== 'server') throw new Error('no server')
      expect(source.addresses.map(({host, port}) => [host, port])).to.deep.equal([
        ['a', 1],
        ['::1', 2],
      ])
      expect(source.addresses.map(({password}) => password)).to.deep.equal(logins)
    }
  })

  it('is a file by a slash or by its ending', () => {
    for (const path of ['./dump', '/var/dump.rdb', 'dump.rdb', 'a b%s.rdb'])
      expect(parseImportSource(path)).to.deep.equal({kind: 'rdb', path})
  })

  it('is a Sentinel group by a URL, with the default port of Sentinel', () => {
    const source = parseImportSource('sentinel://:secret@a:1,b,[::1]/my%20group')
    if (source.kind !== 'sentinel') throw new Error('no Sentinel')
    expect(source.group).to.equal('my group')
    expect(source.sentinels.map(({host, port, password}) => [host, port, password])).to.deep.equal([
      ['a', 1, 'secret'],
      ['b', 26_379, 'secret'],
      ['::1', 26_379, 'secret'],
    ])
  })

  it('may have a group whose name only looks encoded', () => {
    expect(parseImportSource('sentinel://a:1/100%')).to.deep.include({kind: 'sentinel', group: '100%'})
  })

  for (const text of [
    '',
    'host',
    'host:many',
    'sentinel://',
    'sentinel://a:1',
    'sentinel://a:1/',
    'sentinel:///g',
    'sentinel://a,,b/g',
    'ftp://host:1',
    'a:1,',
    'a:1,,b:2',
  ]) {
    it(`is not «${text}»`, () => {
      expect(() => parseImportSource(text))
        .to.throw()
        .with.property('code', 'USAGE')
    })
  }
})
