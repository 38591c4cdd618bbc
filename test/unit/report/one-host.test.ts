import {expect} from 'chai'
import {runChecks} from '../../../src/checks/index.js'
import {describeFindings, findingLines, runningContext} from '../../../src/report/finding-text.js'
import {paintFor} from '../../../src/report/palette.js'
import {snapshot} from '../../support/snapshot.js'

const HOST = 'host=h'

function lines(text: string): string[] {
  const cluster = snapshot(text)
  const words = describeFindings(runChecks(cluster), runningContext(cluster))
  return findingLines(words, paintFor({colour: false}), cluster.nodes)
}

describe('[U] findings of a cluster on one host', () => {
  it('that are about the host are one line', () => {
    expect(
      lines(`a 0-8191 ${HOST}\nb 8192-16383 ${HOST}\nc replica of a ${HOST}\nd replica of b ${HOST}`),
    ).to.deep.equal([
      'warning replica-beside-primary, majority-in-one-place: All 4 nodes are on host h and can fail together.',
    ])
  })

  it('that are about something else stay as they are, and the line stands after other warnings', () => {
    const told = lines(`a 0-8191 ${HOST}\nb 8192-16383 ${HOST}\nc replica of a ${HOST} fail?`)
    expect(told.map((line) => line.replace(/: .*/, ''))).to.deep.equal([
      'warning node-suspected',
      '    Check its server and its network, then run',
      'warning primary-without-replica',
      '    Add one',
      'warning replica-beside-primary, majority-in-one-place',
    ])
  })

  it('have the words of each finding as soon as one node is elsewhere', () => {
    const told = lines(
      `a 0-8191 ${HOST}\nb 8192-16383 ${HOST}\nc replica of a ${HOST}\nd replica of b host=i`,
    )
    expect(told[0]).to.match(/^warning replica-beside-primary: Replica h:7003 and its primary are on host h/)
    expect(told[2]).to.match(/^warning majority-in-one-place: 2 of 2 primaries/)
  })

  it('are none for a primary alone', () => {
    expect(lines(`a 0-16383 ${HOST}`).join()).not.to.contain('All 1')
  })
})
