import {expect} from 'chai'
import {toReply} from '../../../src/redis/reply.js'

describe('[U] toReply', () => {
  it('distinguishes types, at every depth', () => {
    const bytes = Buffer.from([0, 255])
    const error = new Error('ERR boo')
    expect(toReply([bytes, '9223372036854775807', null, [error], []])).to.deep.equal({
      type: 'array',
      items: [
        {type: 'string', bytes},
        {type: 'integer', digits: '9223372036854775807'},
        {type: 'nil'},
        {type: 'array', items: [{type: 'error', message: 'ERR boo'}]},
        {type: 'array', items: []},
      ],
    })
  })

  it('refuses a number that may not be exact', () => {
    expect(() => toReply(5)).to.throw(TypeError)
  })
})
