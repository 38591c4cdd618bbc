import {expect} from 'chai'
import {nodeTable} from '../../../src/report/node-table.js'
import {snapshot} from '../../support/snapshot.js'

const linesOf = (text: string, width?: number) =>
  nodeTable(snapshot(text), {colour: false, width}).split('\n')

describe('[U] node table', () => {
  it('says once below what all nodes have in common', () => {
    const lines = linesOf(`
      a 0-5460 keys=12 memory=1520000 maxmemory=4194304
      b 5461-10922 keys=100
      c 10923-16383
      d replica of a`)
    expect(lines).to.deep.equal([
      'shard  role     node           slots        keys  memory       id',
      '1      primary  10.0.0.1:7001  0-5460       12    1.45M/4.00M  61000000',
      '1      replica  10.0.0.4:7004  -            0     1.00M        64000000',
      '2      primary  10.0.0.2:7002  5461-10922   100   1.00M        62000000',
      '3      primary  10.0.0.3:7003  10923-16383  0     1.00M        63000000',
      'All nodes are ok. Version: 7.2.4.',
    ])
  })

  it('leaves out columns if it would be wider than the terminal', () => {
    const cluster = `
      a 0,2,4,6,8-16383 host=redis-17.prod.example.com zone=east
      b host=redis-18.prod.example.com down zone=west
      c replica of a link=down syncing zone=east`
    for (const width of [78, 80, 90, 120]) {
      const lines = linesOf(cluster, width)
      expect(Math.max(...lines.map(({length}) => length)), lines.join('\n')).to.be.at.most(width)
      expect(lines[0]).to.match(/role +node +slots +keys .*state/)
    }
    expect(linesOf(cluster, 300)[0]).to.equal(
      'shard  role     node                            slots              keys  memory  state        version  zone  id',
    )
    expect(linesOf(cluster)).to.deep.equal(linesOf(cluster, 80))
  })
})
