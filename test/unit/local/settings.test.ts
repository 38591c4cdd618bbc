import {expect} from 'chai'
import type {LocalCluster} from '../../../src/local/description.js'
import {type LocalWish, newShape, rememberedShape} from '../../../src/local/settings.js'
import {errorOf} from '../../support/thrown.js'

const NOTHING: LocalWish = {
  nodes: undefined,
  replicas: undefined,
  port: undefined,
  tls: false,
  password: undefined,
  acl: false,
  zones: undefined,
  servers: undefined,
}

const NODES = [7100, 7101, 7102].map((port) => ({port, pid: undefined, folder: String(port)}))
const OLD: LocalCluster = {server: '/s', software: 'redis', version: '7.0.15', nodes: NODES}
const SECURED: LocalCluster = {...OLD, settings: {replicas: 0, tls: true, login: 'acl', zones: 3}}

describe('[U] settings of a new local cluster', () => {
  it('have defaults', () => {
    expect(newShape(NOTHING)).to.deep.equal({
      ports: {first: 7000, count: 6},
      settings: {replicas: 1, tls: false, login: 'none', zones: 1},
    })
  })

  it('are those that were asked for', () => {
    const wish = {...NOTHING, nodes: 3, replicas: 0, port: 7100, tls: true, zones: 3}
    expect(newShape({...wish, password: 'x'})).to.deep.equal({
      ports: {first: 7100, count: 3},
      settings: {replicas: 0, tls: true, login: 'password', zones: 3},
    })
    expect(newShape({...wish, acl: true, password: 'x'}).settings.login).to.equal('acl')
    expect(newShape({...wish, acl: true}).settings.login).to.equal('acl')
  })

  it('have no more zones than nodes', () => {
    const error = errorOf(() => newShape({...NOTHING, nodes: 2, zones: 3}))
    expect(error.code).to.equal('USAGE')
    expect(error.message).to.equal('--zones 3 needs at least 3 nodes, and there are 2.')
  })
})

describe('[U] settings that the folder of a local cluster remembers', () => {
  const remembered = (cluster: LocalCluster, wish: Partial<LocalWish> = {}, samePassword = true) =>
    rememberedShape('/d', cluster, {wish: {...NOTHING, ...wish}, samePassword})

  it('hold if nothing is asked for, or the same', () => {
    const shape = {ports: {first: 7100, count: 3}, settings: SECURED.settings}
    expect(remembered(SECURED)).to.deep.equal(shape)
    const same = {nodes: 3, replicas: 0, port: 7100, tls: true, acl: true, zones: 3, password: 'x'}
    expect(remembered(SECURED, same)).to.deep.equal(shape)
  })

  it('are the defaults in folders of earlier versions', () => {
    expect(remembered(OLD).settings).to.deep.equal({replicas: 1, tls: false, login: 'none', zones: 1})
    expect(remembered(OLD, {replicas: 0}).settings.replicas).to.equal(0)
  })

  for (const [cluster, wish, words] of [
    [SECURED, {nodes: 6}, '--nodes 3'],
    [SECURED, {port: 7000}, '--port 7100'],
    [SECURED, {replicas: 1}, '--replicas 0'],
    [SECURED, {zones: 2}, '--zones 3'],
    [SECURED, {password: 'other'}, 'another --password'],
    [SECURED, {servers: ['/a', '/b']}, 'other --servers'],
    [OLD, {tls: true}, 'no --tls'],
    [OLD, {acl: true}, 'no --acl'],
    [OLD, {zones: 2}, 'no --zones'],
    [OLD, {password: 'other'}, 'no --password'],
    [OLD, {tls: true, zones: 2}, 'no --zones, no --tls'],
  ] as const) {
    it(`refuse ${Object.keys(wish).join(' and ')}, and say: ${words}`, () => {
      const error = errorOf(() => remembered(cluster, wish, false))
      expect(error.code).to.equal('REFUSED')
      expect(error.message).to.equal(
        `/d holds a local cluster that was started with ${words}; clean it first or choose another folder.`,
      )
    })
  }

  it('include which programs run', () => {
    const program = (server: string) => ({server, software: 'redis', version: '7.0.15'}) as const
    const nodes = NODES.map((node, at) => ({...node, program: program(at === 0 ? '/a' : '/b')}))
    const mixed = {...SECURED, nodes}
    expect(remembered(mixed, {servers: ['/b', '/a']}).settings).to.deep.equal(SECURED.settings)
    expect(errorOf(() => remembered(mixed, {servers: ['/a', '/c']})).message).to.contain('other --servers')
    expect(errorOf(() => remembered(mixed, {servers: ['/a', '/b', '/c']})).message).to.contain(
      'other --servers',
    )
  })
})
