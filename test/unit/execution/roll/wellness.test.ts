import {expect} from 'chai'
import {whatIsAmiss} from '../../../../src/execution/roll/wellness.js'
import type {NodeReading} from '../../../../src/redis/reading.js'
import {id, nameOf, snapshot, type SnapshotOptions} from '../../../support/snapshot.js'

const WELL = 'a 0-8191\nb 8192-16383\nc replica of a'

function amiss(lines: string, options: SnapshotOptions = {}): string | undefined {
  const heard = snapshot(lines, options).nodes.map(({id: node, view, info, clusterInfo, reachable}) => {
    const reading = {
      view,
      info,
      clusterInfo,
      viewError: undefined,
      stats: () => undefined,
      config: undefined,
      refusals: [],
    } as NodeReading
    return {id: node, name: nameOf(node), reading: reachable ? reading : undefined}
  })
  return whatIsAmiss(heard, new Set([id('c')]))
}

describe('[U] whatIsAmiss', () => {
  it('is nothing in a healthy cluster', () => {
    expect(amiss(WELL)).to.equal(undefined)
  })

  it('names a node that is down, loads, reports fail, has open slots or no link', () => {
    expect(amiss('a 0-8191\nb 8192-16383\nc replica of a down')).to.equal('c does not answer')
    expect(amiss('a 0-8191\nb 8192-16383\nc replica of a loading')).to.equal('c is loading its data')
    expect(amiss('a 0-8191\nb 8192-16383 state=fail\nc replica of a')).to.equal(
      'b reports cluster_state fail',
    )
    expect(amiss('a 0-8191 [5->-b]\nb 8192-16383\nc replica of a')).to.equal('slots are open on a')
    expect(amiss('a 0-8191\nb 8192-16383\nc replica of a link=down')).to.equal('c has no link to its primary')
    expect(amiss('a 0-8191\nb 8192-16383\nc replica of a syncing')).to.equal(
      'c is copying the data of its primary',
    )
  })

  it('names who takes whom for failed, has no connection, or has old news', () => {
    expect(amiss(WELL, {views: {a: 'c replica of a fail?'}})).to.match(/^a takes \S+ for failed/)
    expect(amiss(WELL, {views: {b: 'c replica of a down'}})).to.match(
      /^b takes \S+ for failed, or has no bus connection/,
    )
    expect(amiss(WELL, {views: {b: 'c replica of b'}})).to.equal('b does not know yet what c owns or follows')
  })

  it('does not ask for the link of a replica that is no copy of the shard', () => {
    expect(amiss(`${WELL}\nd replica of b link=down`)).to.equal(undefined)
  })
})
