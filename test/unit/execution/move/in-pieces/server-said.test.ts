import {expect} from 'chai'
import {CopyEnded} from '../../../../../src/execution/move/in-pieces/copy-end.js'
import {orEnd} from '../../../../../src/execution/move/in-pieces/server-said.js'
import {ConnectionLost, ReplyRefused} from '../../../../../src/redis/errors.js'

async function endOf(thrown: unknown): Promise<unknown> {
  const caught = await orEnd('node', Promise.reject(thrown)).catch((reason: unknown) => reason)
  return caught instanceof CopyEnded ? caught.end.kind : caught
}

describe('what an answer means for a key that is being copied in pieces', () => {
  const cases: readonly [string, string][] = [
    ['ASK 7 127.0.0.1:7001', 'gone'],
    ["OOM command not allowed when used memory > 'maxmemory'.", 'full'],
    ['LOADING Redis is loading the dataset in memory', 'trouble'],
    ['MOVED 7 127.0.0.1:7001', 'trouble'],
    ['CLUSTERDOWN The cluster is down', 'trouble'],
    ["NOPERM this user has no permissions to run the 'watch' command", 'unfit'],
    ["ERR unknown command 'UNLINK'", 'unfit'],
  ]
  for (const [reply, kind] of cases)
    it(`${kind}: ${reply}`, async () => expect(await endOf(new ReplyRefused(reply))).to.equal(kind))

  it('trouble: a lost connection', async () => {
    expect(await endOf(new ConnectionLost('it is gone'))).to.equal('trouble')
  })

  it('nothing at all: a bug', async () => {
    const bug = new TypeError('undefined is not a function')
    expect(await endOf(bug)).to.equal(bug)
  })
})
