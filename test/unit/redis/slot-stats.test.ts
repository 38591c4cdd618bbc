import {expect} from 'chai'
import {parseSlotStats} from '../../../src/redis/slot-stats.js'

describe('[U] CLUSTER SLOT-STATS', () => {
  it('has the load and the memory of each slot, as far as the server counts them', () => {
    const reply = [
      [3, ['key-count', 1, 'cpu-usec', 60, 'network-bytes-in', 5, 'network-bytes-out', 7]],
      [4, ['key-count', 0, 'memory-bytes', 4096, 'cpu-usec', 0]],
      [5, ['key-count', 9]],
    ]
    expect(parseSlotStats(reply)).to.deep.equal([
      {slot: 3, cpuMicroseconds: 60, networkBytes: 12, memoryBytes: undefined},
      {slot: 4, cpuMicroseconds: 0, networkBytes: undefined, memoryBytes: 4096},
      {slot: 5, cpuMicroseconds: undefined, networkBytes: undefined, memoryBytes: undefined},
    ])
  })
})
