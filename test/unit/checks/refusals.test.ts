import {expect} from 'chai'
import {checkRefusals} from '../../../src/checks/refusals.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkRefusals', () => {
  it('finds nothing when all commands were answered', () => {
    expect(checkRefusals(snapshot('a\nb'))).to.deep.equal([])
  })

  it('gives one finding per command and reason, with all nodes', () => {
    const config = {command: 'CONFIG GET', reason: 'NOPERM'}
    const info = {command: 'INFO', reason: 'NOPERM'}
    const cluster = snapshot('a\nb\nc', {
      nodes: {
        a: {refusals: [config, info]},
        b: {refusals: [config]},
        c: {refusals: [{...config, reason: 'ERR unknown command'}]},
      },
    })
    expect(withNames(checkRefusals(cluster))).to.deep.equal([
      {code: 'read-refused', nodes: ['a', 'b'], ranges: [], ...config},
      {code: 'read-refused', nodes: ['a'], ranges: [], ...info},
      {
        code: 'read-refused',
        nodes: ['c'],
        ranges: [],
        command: 'CONFIG GET',
        reason: 'ERR unknown command',
      },
    ])
  })

  it('names a node once if it refused the same command twice', () => {
    const config = {command: 'CONFIG GET', reason: 'NOPERM'}
    const [finding] = checkRefusals(snapshot('a', {nodes: {a: {refusals: [config, config]}}}))
    expect(withNames(finding?.nodes)).to.deep.equal(['a'])
  })
})
