import {expect} from 'chai'
import type {Transition} from '../../../../src/domain/transition.js'
import {newsText} from '../../../../src/report/watch/news-text.js'
import {id} from '../../../support/snapshot.js'

const A = {id: id('a'), host: '10.0.0.1', address: '10.0.0.1:7001'}
const B = {id: id('b'), host: '10.0.0.2', address: '10.0.0.2:7002'}
const RANGES = [{start: 0, end: 99}]

const SENTENCES: readonly (readonly [Transition, string])[] = [
  [
    {kind: 'node-lost', node: A, reason: 'connection refused'},
    '10.0.0.1:7001 does not answer any more: connection refused.',
  ],
  [{kind: 'node-back', node: A}, '10.0.0.1:7001 answers again.'],
  [{kind: 'node-joined', node: A, role: 'replica'}, '10.0.0.1:7001 has joined as a replica.'],
  [{kind: 'node-left', node: {...A, host: ''}}, `node ${id('a')} has left the cluster.`],
  [{kind: 'node-restarted', node: A}, '10.0.0.1:7001 was restarted.'],
  [
    {kind: 'promoted', node: A, from: B, ranges: RANGES},
    '10.0.0.1:7001 is a primary now, in place of 10.0.0.2:7002, with 100 slots.',
  ],
  [{kind: 'promoted', node: A, from: undefined, ranges: []}, '10.0.0.1:7001 is a primary now.'],
  [
    {kind: 'demoted', node: A, primary: B},
    '10.0.0.1:7001 is a replica of 10.0.0.2:7002 now; it was a primary.',
  ],
  [
    {kind: 'primary-changed', node: A, primary: B},
    '10.0.0.1:7001 is a replica of 10.0.0.2:7002 now; it followed another primary.',
  ],
  [
    {kind: 'slots-moved', from: A, to: undefined, ranges: RANGES},
    'slots 0-99 moved from 10.0.0.1:7001 to no node.',
  ],
]

describe('[U] events of watch', () => {
  for (const [transition, sentence] of SENTENCES) {
    it(`have a sentence: ${sentence}`, () => {
      expect(newsText({type: 'transition', at: 0, transition}, String).text).to.equal(sentence)
    })
  }

  it('are findings that begin and end, with how long they were there', () => {
    const finding = {code: 'epochs-equal', nodes: [A.id, B.id], ranges: [], epoch: 7} as const
    const nameOf = (node: string) => (node === A.id ? 'A' : 'B')
    expect(newsText({type: 'finding', at: 0, finding}, nameOf)).to.deep.include({style: 'warning'})
    expect(newsText({type: 'finding', at: 0, finding}, nameOf).text).to.match(/^epochs-equal: .*7/)
    expect(newsText({type: 'finding-over', at: 90_000, since: 0, finding}, nameOf).text).to.equal(
      'epochs-equal (A, B) is over after 1m30s.',
    )
  })
})
