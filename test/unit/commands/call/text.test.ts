import {expect} from 'chai'
import type {Reply} from '../../../../src/domain/reply.js'
import {callText} from '../../../../src/commands/call/text.js'
import {failedNodes} from '../../../../src/report/failed-nodes.js'
import {callDocument} from '../../../../src/contract/answers.js'
import {failed, nodeAt, ok} from '../../report/answers-fixture.js'

const text = (value: string): Reply => ({type: 'string', bytes: Buffer.from(value)})
const integer = (digits: string): Reply => ({type: 'integer', digits})
const array = (...items: Reply[]): Reply => ({type: 'array', items})

function lines(reply: Reply): string {
  const answers = [ok(0, reply)]
  return callText({status: 'done', words: ['X', 'a b'], answers}).toString()
}

describe('[U] call text', () => {
  // What redis-cli 7.0 prints for the same replies.
  for (const [what, reply, shown] of [
    ['a string', text('PONG'), 'PONG'],
    ['an empty string', text(''), ''],
    ['lines', text('a\r\nb\r\n'), 'a\r\nb\r\n'],
    ['an integer', integer('-9223372036854775808'), '-9223372036854775808'],
    ['nil', {type: 'nil'}, ''],
    ['no elements', array(), ''],
    ['elements', array(integer('1'), text('x'), {type: 'nil'}, text('y')), '1\nx\n\ny'],
    [
      'elements in elements',
      array(integer('1'), array(integer('2'), integer('3'), array()), text('x')),
      '1\n2\n3\n\nx',
    ],
    ['an error among elements', array({type: 'error', message: 'ERR boo'}, text('OK')), 'ERR boo\n\nOK'],
  ] as const) {
    it(`shows ${what} as redis-cli does`, () => {
      expect(lines(reply)).to.equal(`>>> Calling X a b\n10.0.0.1:7001: ${shown}\n`)
    })
  }

  it('does not change a byte of a reply', () => {
    const bytes = Buffer.from([0, 10, 0xff, 0xc3, 0x28, 13])
    const shown = callText({status: 'done', words: ['GET', 'k'], answers: [ok(0, {type: 'string', bytes})]})
    expect(
      shown.equals(
        Buffer.concat([Buffer.from('>>> Calling GET k\n10.0.0.1:7001: '), bytes, Buffer.from('\n')]),
      ),
    ).to.be.true
  })

  it('shows error replies and nodes that gave none, and does not show what came from stdin', () => {
    const answers = [
      failed(0, 'error', 'ERR no'),
      failed(1, 'unreachable', 'connection refused'),
      ok(2, text('OK')),
    ]
    const words = ['SET', 'k\u001b', Buffer.from('secret')]
    expect(callText({status: 'incomplete', words, answers}).toString()).to.equal(
      '>>> Calling SET k\\x1b <6 bytes>\n10.0.0.1:7001: ERR no\n\n10.0.0.2:7002: Failed!\n10.0.0.3:7003: OK\n',
    )
  })
})

describe('[U] the sentence on nodes that failed', () => {
  it('names all of them and why', () => {
    const answers = [
      failed(0, 'error', 'ERR no'),
      failed(1, 'unreachable', 'gone'),
      failed(2, 'error', 'ERR no'),
    ]
    expect(failedNodes(answers)).to.equal(
      '3 of 3 nodes failed. 10.0.0.1:7001 and 10.0.0.3:7003: it answered: ERR no; 10.0.0.2:7002: gone',
    )
  })

  it('does not exist when no node failed', () => {
    expect(failedNodes([ok(0, 1), ok(1, 2)])).to.equal(undefined)
  })
})

describe('[U] call JSON', () => {
  it('has a typed reply or an error for each node', () => {
    const reply = array(
      text('é'),
      {type: 'string', bytes: Buffer.from([0xff])},
      integer('9007199254740991'),
      integer('9223372036854775807'),
      {type: 'nil'},
      {type: 'error', message: 'ERR x'},
    )
    const answers = [ok(0, reply), failed(2, 'unreachable', 'gone')]
    const {outcome} = callDocument({status: 'incomplete', words: ['X'], answers})
    expect(JSON.parse(JSON.stringify(outcome))).to.deep.equal({
      status: 'incomplete',
      nodes: [
        {
          id: nodeAt(0).id,
          address: '10.0.0.1:7001',
          role: 'primary',
          status: 'ok',
          reply: {
            type: 'array',
            items: [
              {type: 'string', value: 'é'},
              {type: 'bytes', base64: '/w=='},
              {type: 'integer', value: 9_007_199_254_740_991},
              {type: 'integer', value: '9223372036854775807'},
              {type: 'nil'},
              {type: 'error', message: 'ERR x'},
            ],
          },
        },
        {id: nodeAt(2).id, address: '10.0.0.3:7003', role: 'replica', status: 'unreachable', error: 'gone'},
      ],
    })
  })
})
