import {expect} from 'chai'
import {parseConditions} from '../../../../src/commands/wait/conditions.js'
import {conditionText} from '../../../../src/domain/wait.js'
import {errorOf} from '../../../support/thrown.js'

describe('[U] conditions of wait', () => {
  it('are healthy if none is given', () => {
    expect(parseConditions()).to.deep.equal([{kind: 'healthy'}])
    expect(parseConditions([])).to.deep.equal([{kind: 'healthy'}])
  })

  it('are read from values and from lists, in their order', () => {
    expect(parseConditions(['agreed, synced', 'role=replica', 'nodes=6'])).to.deep.equal([
      {kind: 'agreed'},
      {kind: 'synced'},
      {kind: 'role', role: 'replica'},
      {kind: 'nodes', nodes: 6},
    ])
  })

  it('are versions that fit exactly, or later ones', () => {
    const exact = {kind: 'version', version: '8.0', orLater: false}
    expect(parseConditions(['version=8.0'])).to.deep.equal([exact])
    expect(parseConditions(['version>=8.0'])).to.deep.equal([{...exact, orLater: true}])
    expect(parseConditions(['version=>=8.0'])).to.deep.equal([{...exact, orLater: true}])
  })

  it('are written as they are read', () => {
    const words = ['healthy', 'agreed', 'synced', 'role=primary', 'nodes=12', 'version=7', 'version>=9.1']
    expect(parseConditions(words).map(conditionText)).to.deep.equal(words)
  })

  for (const [word, sentence] of [
    ['helthy', /"helthy" is nothing to wait for; did you mean healthy\?/],
    ['rolle=primary', /"rolle=primary" is nothing to wait for; did you mean role\?/],
    ['xyzzy', /"xyzzy" is nothing to wait for\.$/],
    ['', /"" is nothing to wait for/],
    ['constructor', /"constructor" is nothing to wait for/],
    ['healthy=yes', /--for cannot be "healthy=yes": it is healthy, without a value\./],
    ['role', /--for cannot be "role": it is role=primary or role=replica\./],
    ['role=master', /--for cannot be "role=master"/],
    ['role>=primary', /--for cannot be "role>=primary"/],
    ['nodes=0', /--for cannot be "nodes=0": it is a number of nodes/],
    ['nodes>=6', /--for cannot be "nodes>=6"/],
    ['version', /--for cannot be "version": it is a version/],
    ['version=8.x', /--for cannot be "version=8\.x"/],
    ['version>=', /--for cannot be "version>="/],
  ] as const) {
    it(`cannot be "${word}"`, () => {
      const error = errorOf(() => parseConditions(['agreed', word]))
      expect(error).to.include({code: 'USAGE'})
      expect(error.message).to.match(sentence)
    })
  }
})
