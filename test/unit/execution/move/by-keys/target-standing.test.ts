import {expect} from 'chai'
import {standingOf} from '../../../../../src/execution/move/by-keys/target-standing.js'
import {parseClusterNodes} from '../../../../../src/redis/cluster-nodes.js'

describe('[U] the state of a target in the view of the source', () => {
  for (const [flags, expected] of [
    ['master', 'primary'],
    ['master,fail?', 'suspected'],
    ['master,fail', 'lost'],
    ['slave', 'lost'],
  ] as const) {
    it(`${flags}: ${expected}`, () => expect(standingOf(line(flags))).to.equal(expected))
  }

  it('not known: lost', () => expect(standingOf(undefined)).to.equal('lost'))
})

function line(flags: string) {
  return parseClusterNodes(`${'t'.repeat(40)} 127.0.0.1:7000@1 ${flags} - 0 0 5 connected`)[0]
}
