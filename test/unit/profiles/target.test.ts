import {expect} from 'chai'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {isTargetWord, parseTarget, seedsOf, targetInEnv} from '../../../src/profiles/target.js'

describe('[U] what stands for a cluster', () => {
  it('is an address, several, or a profile', () => {
    expect(parseTarget('@prod')).to.deep.equal({kind: 'profile', name: 'prod'})
    const list = parseTarget('a:1,b:2')
    expect(list.kind === 'nodes' && list.nodes.map(({host, port}) => `${host} ${port}`)).to.deep.equal([
      'a 1',
      'b 2',
    ])
  })

  for (const text of ['@', '@a b', '@/x', '@a,b:1', '@prod:7000']) {
    it(`is not «${text}»`, () =>
      expect(() => parseTarget(text)).to.throw(ClusterToolError, /names no profile/))
  }

  it('is recognised among other words', () => {
    const words = ['@prod', 'h:1', 'h:1,i:2', '10.0.0.1', 'maxmemory', 'backups/monday', '']
    expect(words.filter(isTargetWord)).to.deep.equal(['@prod', 'h:1', 'h:1,i:2'])
  })

  it('may stand in the environment', () => {
    expect(targetInEnv({})).to.equal(undefined)
    expect(targetInEnv({CLUSTERTOOL_NODE: '', CLUSTERTOOL_PROFILE: ''})).to.equal(undefined)
    for (const name of ['prod', '@prod']) {
      expect(targetInEnv({CLUSTERTOOL_PROFILE: name})).to.deep.equal({
        target: {kind: 'profile', name: 'prod'},
        from: 'CLUSTERTOOL_PROFILE',
      })
    }
    expect(targetInEnv({CLUSTERTOOL_NODE: 'a:1,b:2'})?.target.kind).to.equal('nodes')
    const both = {CLUSTERTOOL_NODE: 'a:1', CLUSTERTOOL_PROFILE: 'prod'}
    expect(() => targetInEnv(both)).to.throw(ClusterToolError, /both set/)
    expect(() => targetInEnv({CLUSTERTOOL_NODE: 'a'})).to.throw(
      ClusterToolError,
      'CLUSTERTOOL_NODE in the environment: "a" is not the address of a node: it has no port.',
    )
  })

  it('has seeds that are addresses', () => {
    const profile = {name: 'prod', file: '/c.toml', settings: {seeds: ['a:1', 'b']}}
    expect(() => seedsOf(profile)).to.throw(
      ClusterToolError,
      '/c.toml is wrong in the profile prod: seeds: "b" is not the address of a node: it has no port.',
    )
  })
})
