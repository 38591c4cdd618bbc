import {expect} from 'chai'
import {judgeLook} from '../../../../src/execution/compare/judge-look.js'

const LAG_MS = 1000

/** A value of a key, read at a time. */
function value(text: string, ttlMs = -1) {
  return {digest: `string ${text}`, ttlMs, readFrom: 0, readTo: 0}
}

const LATER = {sinceMs: 1500, stillMs: 1200}
const SOON = {sinceMs: 1500, stillMs: 200}

describe('[U] another look at a key in doubt', () => {
  it('finds equal copies and a key that nobody has any more the same', () => {
    const now = {sinceMs: 0, stillMs: 0}
    expect(judgeLook({ours: value('a'), theirs: value('a'), ...now}, [], LAG_MS)).to.equal('same')
    expect(judgeLook({ours: undefined, theirs: undefined, ...now}, [], LAG_MS)).to.equal('same')
  })

  it('counts a difference when the source has had its value for the lag, not before', () => {
    const cases = [
      [{ours: value('b'), theirs: undefined}, 'missing'],
      [{ours: undefined, theirs: value('b')}, 'extra'],
      [{ours: value('b'), theirs: value('c')}, {what: 'the cluster has another value'}],
      [{ours: value('b'), theirs: value('b', 60_000)}, {what: 'the cluster has another time to live'}],
    ] as const
    for (const [sides, verdict] of cases) {
      expect(judgeLook({...sides, ...SOON}, [sides.ours], LAG_MS)).to.equal('again')
      expect(judgeLook({...sides, ...LATER}, [sides.ours], LAG_MS)).to.deep.equal(verdict)
    }
  })

  it('finds a cluster the same that has what the source had at an earlier look, or had not', () => {
    const earlier = [value('a'), undefined, value('b')]
    for (const theirs of earlier) {
      expect(judgeLook({ours: value('c'), theirs, ...LATER}, earlier, LAG_MS)).to.equal('same')
    }
    expect(judgeLook({ours: value('c'), theirs: value('z'), ...SOON}, earlier, LAG_MS)).to.equal('again')
  })

  it('gives up on a key that the source changes all the time, after some time and some looks', () => {
    const look = {ours: value('b'), theirs: value('z'), stillMs: 0}
    const looks = ['1', '2', '3', '4', '5'].map((text) => value(text))
    expect(judgeLook({...look, sinceMs: 6 * LAG_MS}, looks, LAG_MS)).to.equal('again')
    expect(judgeLook({...look, sinceMs: 6 * LAG_MS + 1}, looks.slice(1), LAG_MS)).to.equal('again')
    expect(judgeLook({...look, sinceMs: 6 * LAG_MS + 1}, looks, LAG_MS)).to.equal('changing')
  })

  it('names an error of the key at once, and waits for one that passes', () => {
    const refused = new Error('NOPERM this user has no permissions to access one of the keys')
    const look = {ours: value('a'), theirs: refused, sinceMs: 0, stillMs: 0}
    expect(judgeLook(look, [], LAG_MS)).to.deep.equal({what: `it cannot be read: ${refused.message}`})
    expect(judgeLook({...look, theirs: new Error('LOADING'), ...LATER}, [value('a')], LAG_MS)).to.equal(
      'again',
    )
    for (const message of ['BUSY', 'CLUSTERDOWN The cluster is down', 'ASK 7 h:1']) {
      expect(judgeLook({...look, ours: new Error(message), ...LATER}, [value('a')], LAG_MS)).to.equal('again')
    }
  })
})
