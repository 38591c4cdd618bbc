import {expect} from 'chai'
import {ReplyRefused} from '../../../src/redis/errors.js'
import {readDigests} from '../../../src/redis/read-digests.js'
import type {Command, WireReply} from '../../../src/redis/wire.js'

const KEY = Buffer.from('k')
const value = (reply: unknown): WireReply => ({error: undefined, value: reply})
const refused = (message: string): WireReply => ({error: new ReplyRefused(message), value: undefined})

/** Answers TYPE and PTTL as for a key of this type, and all that follows with these replies. */
function server(type: string, replies: readonly WireReply[]) {
  let left = [...replies]
  return (commands: readonly Command[]): Promise<WireReply[]> =>
    Promise.resolve(
      commands.map(([name]) => {
        if (name === 'TYPE') return value(type)
        if (name === 'PTTL') return value(-1)
        const [next = value(null)] = left
        left = left.slice(1)
        return next
      }),
    )
}

describe('[U] readDigests', () => {
  for (const [type, replies] of [
    ['string', [value(null)]],
    ['ReJSON-RL', [value(null)]],
    ['list', [value([])]],
    ['set', [value([])]],
    ['hash', [value([])]],
    ['zset', [value([])]],
    ['stream', [value([]), refused('ERR no such key'), refused('ERR no such key')]],
  ] as const) {
    it(`finds no ${type} that disappears after its type was read`, async () => {
      expect(await readDigests([KEY], server(type, replies))).to.deep.equal([undefined])
    })
  }

  it('returns an error reply, and the digest of what is there', async () => {
    const [error] = await readDigests([KEY], server('string', [refused('NOPERM no')]))
    expect(error).to.be.instanceOf(ReplyRefused)
    const [found] = await readDigests([KEY], server('string', [value(Buffer.from('v'))]))
    expect(found).to.include({ttlMs: -1})
  })
})
