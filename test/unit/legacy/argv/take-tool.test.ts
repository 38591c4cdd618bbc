import {expect} from 'chai'
import {takeTool} from '../../../../src/legacy/argv/take-tool.js'

describe('[U] the tool that a command line names', () => {
  it('is removed from it; of several, the last one counts', () => {
    expect(takeTool(['check', '--as=redis-trib', 'h:1', '--as=redis-cli'])).to.deep.equal({
      args: ['check', 'h:1'],
      tool: 'redis-cli',
    })
  })

  it('is not taken from the words of another command, and has to be a known tool', () => {
    for (const args of [
      ['call', 'h:1', '--', 'ECHO', '--as=redis-cli'],
      ['check', 'h:1', '--as=other'],
      ['check', 'h:1', '--as', 'redis-cli'],
    ]) {
      expect(takeTool(args)).to.deep.equal({args})
    }
    expect(takeTool(['call', '--as=valkey-cli', '--', 'ECHO', '--as=redis-cli'])).to.deep.equal({
      args: ['call', '--', 'ECHO', '--as=redis-cli'],
      tool: 'valkey-cli',
    })
  })
})
