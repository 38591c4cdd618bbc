import {expect} from 'chai'
import {canRead, readersOf, writtenBy} from '../../../src/local/rdb-versions.js'

describe('[U] canRead', () => {
  const cases: readonly [server: string, reads: string, not: string][] = [
    ['redis 6.0.16', 'redis 9', 'redis 10'],
    ['redis 7.0.15', 'redis 10', 'redis 11'],
    ['redis 7.2.4', 'redis 11', 'redis 12'],
    ['redis 7.4.0', 'redis 12', 'redis 13'],
    ['redis 8.2.1', 'redis 12', 'redis 13'],
    ['redis 8.4.0', 'redis 13', 'redis 14'],
    ['redis 8.6.3', 'redis 9', 'valkey 80'],
    ['redis 9.0.0', 'redis 14', 'valkey 80'],
    ['valkey 7.2.5', 'redis 11', 'redis 12'],
    ['valkey 8.1.0', 'redis 11', 'valkey 80'],
    ['valkey 9.1.2', 'valkey 80', 'redis 12'],
    ['valkey 9.1.2', 'redis 11', 'valkey 81'],
    ['valkey 9.2.0', 'valkey 81', 'redis 13'],
  ]
  for (const [server, reads, not] of cases) {
    it(`${server} reads ${reads} and not ${not}`, () => {
      expect(canRead(serverOf(server), formatOf(reads))).to.equal(true)
      expect(canRead(serverOf(server), formatOf(not))).to.equal(false)
    })
  }
})

describe('[U] writtenBy', () => {
  for (const [server, format] of [
    ['redis 6.0.16', 'redis 9'],
    ['redis 7.0.15', 'redis 10'],
    ['redis 8.6.3', 'redis 13'],
    ['valkey 8.1.0', 'redis 11'],
    ['valkey 9.1.2', 'valkey 80'],
  ] as const) {
    it(`${server} writes ${format}`, () => {
      expect(writtenBy(serverOf(server))).to.deep.equal(formatOf(format))
      expect(canRead(serverOf(server), writtenBy(serverOf(server)))).to.equal(true)
    })
  }
})

describe('[U] readersOf', () => {
  it('names the oldest servers that read it', () => {
    expect(readersOf({family: 'redis', version: 11})).to.equal('Redis 7.2 or later, or Valkey 7.2 or later')
    expect(readersOf({family: 'redis', version: 13})).to.equal('Redis 8.4 or later')
    expect(readersOf({family: 'redis', version: 99})).to.equal('a newer Redis')
    expect(readersOf({family: 'valkey', version: 80})).to.equal('Valkey 9.0 or later')
  })
})

function serverOf(text: string) {
  const [software = '', version = ''] = text.split(' ')
  return {software: software as 'redis' | 'valkey', version}
}

function formatOf(text: string) {
  const {software, version} = serverOf(text)
  return {family: software, version: Number(version)}
}
