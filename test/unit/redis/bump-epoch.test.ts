import {expect} from 'chai'
import {channelIn} from '../../../src/redis/bump-epoch.js'
import {keySlot} from '../../../src/redis/key-slot.js'

describe('[U] channelIn', () => {
  it('names a channel in one of the slots, also if there is only one', () => {
    for (const slots of [
      [{start: 0, end: 0}],
      [{start: 16_383, end: 16_383}],
      [
        {start: 3, end: 5},
        {start: 9000, end: 16_383},
      ],
    ]) {
      const slot = keySlot(Buffer.from(channelIn(slots)))
      expect(
        slots.some(({start, end}) => start <= slot && slot <= end),
        `${slot}`,
      ).to.equal(true)
    }
  })
})
