import {expect} from 'chai'
import {dumpAt, historyPlaceIn} from '../../../src/redis/dump-at.js'
import {ReplyRefused} from '../../../src/redis/errors.js'
import type {Command, WireReply} from '../../../src/redis/wire.js'

const INFO = `role:master\r\nmaster_replid:${'a'.repeat(40)}\r\nmaster_repl_offset:1234\r\n`
const [A, B, C] = ['{t}a', 'b', '{t}c'].map((name) => Buffer.from(name)) as [Buffer, Buffer, Buffer]

/** A server that has only the key `{t}a`. `place`: where it is when it carries out a transaction. */
function server(places: readonly number[] = [1234]) {
  const sent: string[] = []
  let at = 0
  return {
    sent,
    send: (commands: readonly Command[]): Promise<WireReply[]> => {
      sent.push(...commands.map((words) => words.join(' ')))
      let values: unknown[] = []
      const replies = commands.map(([name, key]): WireReply => {
        if (name === 'MULTI') values = []
        if (name === 'DUMP') values.push(String(key) === '{t}a' ? Buffer.from('payload') : null)
        if (name === 'PTTL') values.push(String(key) === '{t}a' ? 500 : -2)
        if (name === 'INFO') values.push(Buffer.from(INFO.replace('1234', String(places[at++] ?? 0))))
        return {error: undefined, value: name === 'EXEC' ? values : 'QUEUED'}
      })
      return Promise.resolve(replies)
    },
  }
}

describe('[U] historyPlaceIn', () => {
  it('reads the history and the place of a primary and of a replica', () => {
    expect(historyPlaceIn(INFO, undefined)).to.deep.equal({replid: 'a'.repeat(40), offset: 1234})
    const replica = `role:slave\r\nslave_repl_offset:9\r\n${INFO}`
    expect(historyPlaceIn(replica, 'run')).to.deep.equal({replid: 'a'.repeat(40), offset: 1234})
  })

  it('names the history by the process before Redis 4.0', () => {
    expect(historyPlaceIn('role:master\r\nmaster_repl_offset:5\r\n', 'run')).to.deep.equal({
      replid: 'run',
      offset: 5,
    })
  })

  it('knows no history that a server does not tell', () => {
    expect(historyPlaceIn('', undefined)).to.deep.equal({replid: '', offset: 0})
  })
})

describe('[U] dumpAt', () => {
  it('reads keys and the place in one transaction, and says which keys are not there', async () => {
    const {sent, send} = server()
    const found = await dumpAt([A, B], false, send)
    expect(sent).to.deep.equal([
      'MULTI',
      'DUMP {t}a',
      'PTTL {t}a',
      'DUMP b',
      'PTTL b',
      'INFO replication',
      'EXEC',
    ])
    expect(found).to.have.lengthOf(2)
    expect(found[0]).to.deep.include({key: A, replid: 'a'.repeat(40), offset: 1234})
    expect(found[0]?.value).to.deep.include({key: A, payload: Buffer.from('payload'), ttlMs: 500})
    expect(found[1]).to.deep.equal({key: B, replid: 'a'.repeat(40), offset: 1234, value: undefined})
  })

  it('reads the keys of each slot of a cluster in a transaction of their own, each with its place', async () => {
    const {sent, send} = server([7, 8])
    const found = await dumpAt([A, B, C], true, send)
    expect(sent.filter((line) => line === 'MULTI')).to.have.lengthOf(2)
    expect(found.map(({key, offset}) => [key.toString(), offset])).to.deep.equal([
      ['{t}a', 7],
      ['{t}c', 7],
      ['b', 8],
    ])
  })

  it('returns the error of a single key, and rejects with the first one if nothing was carried out', async () => {
    const refuseOne = async (commands: readonly Command[]) => {
      const replies = await server().send(commands)
      const values = replies.at(-1)?.value as unknown[]
      values[0] = new Error('NOPERM no')
      return replies
    }
    const [one] = await dumpAt([A], false, refuseOne)
    expect(one?.value).to.be.an.instanceOf(ReplyRefused)
    expect(one?.value).to.have.property('message', 'NOPERM no')

    const refuseAll = (commands: readonly Command[]) =>
      Promise.resolve(
        commands.map(([name], at): WireReply => {
          if (name === 'EXEC') return {error: new ReplyRefused('EXECABORT discarded'), value: undefined}
          return at === 1
            ? {error: new ReplyRefused('LOADING wait'), value: undefined}
            : {error: undefined, value: 'OK'}
        }),
      )
    const error: unknown = await dumpAt([A], false, refuseAll).catch((reason: unknown) => reason)
    expect(error).to.be.an.instanceOf(ReplyRefused)
    expect((error as Error).message).to.equal('LOADING wait')
  })
})
