import {expect} from 'chai'
import type {Rate} from '../../../../src/domain/rate.js'
import {TokenBucket} from '../../../../src/execution/control/token-bucket.js'

/** How much is sent in a time by somebody who sends as soon as it is allowed. */
function sentIn(milliseconds: number, bucket: TokenBucket, load: {keys: number; bytes: number}): number {
  let sent = 0
  for (let now = 0; now < milliseconds; now += Math.max(1, bucket.waitMs(now))) {
    if (bucket.waitMs(now) > 0) continue
    bucket.take(load, now)
    sent += load.keys
  }
  return sent
}

function bucketOf(rate: Rate | undefined): TokenBucket {
  const bucket = new TokenBucket()
  bucket.setRate(rate, 0)
  return bucket
}

describe('[U] the rate of what is sent', () => {
  it('is kept, in keys and in bytes, whatever the size of a load', () => {
    for (const keys of [1, 7, 300, 5000]) {
      const byKeys = sentIn(10_000, bucketOf({unit: 'keys', perSecond: 1000}), {keys, bytes: 1})
      expect(byKeys).to.be.within(10_000 - keys, 10_300 + keys)
      const byBytes = sentIn(10_000, bucketOf({unit: 'bytes', perSecond: 100_000}), {keys, bytes: keys * 100})
      expect(byBytes).to.be.within(10_000 - keys, 10_300 + keys)
    }
  })

  it('lets a load that is larger than all that is there be sent, and the next one wait until it is paid', () => {
    const bucket = bucketOf({unit: 'bytes', perSecond: 1000})
    expect(bucket.waitMs(0)).to.equal(0)
    bucket.take({keys: 1, bytes: 5000}, 0)
    expect(bucket.waitMs(0)).to.equal(5000)
    expect(bucket.waitMs(4000)).to.equal(1000)
    expect(bucket.waitMs(5000)).to.equal(0)
  })

  it('gives no more than for 0.3 s for a time in which nothing was sent', () => {
    const bucket = bucketOf({unit: 'keys', perSecond: 1000})
    expect(bucket.waitMs(60_000)).to.equal(0)
    bucket.take({keys: 400, bytes: 0}, 60_000)
    expect(bucket.waitMs(60_000)).to.equal(100)
  })

  it('is changed from now on: a debt is paid at the new rate, and forgotten with another unit', () => {
    const bucket = bucketOf({unit: 'keys', perSecond: 100})
    bucket.take({keys: 1000, bytes: 0}, 0)
    expect(bucket.waitMs(0)).to.equal(10_000)
    bucket.setRate({unit: 'keys', perSecond: 1000}, 0)
    expect(bucket.waitMs(0)).to.equal(1000)
    bucket.setRate({unit: 'bytes', perSecond: 1000}, 0)
    expect(bucket.waitMs(0)).to.equal(0)
  })

  it('is no limit if there is none', () => {
    const bucket = bucketOf(undefined)
    bucket.take({keys: 1e9, bytes: 1e9}, 0)
    expect(bucket.waitMs(0)).to.equal(0)
  })
})
