import {execFile} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {expect} from 'chai'
import {stateOf} from '../support/node-state.js'
import {TestCluster} from '../support/test-cluster.js'

const ENTRY = fileURLToPath(new URL('../../bin/run.js', import.meta.url))

describe('[E] a journal that can no longer be written', () => {
  it('is reported, and the move is finished', async () => {
    await using cluster = await TestCluster.start({count: 3, replicas: 0})
    const [from, to] = cluster.primaries
    const args = ['reshard', from!.address, '--from', from!.address, '--to', to!.address, '--slots', '300']
    // The file may have 8 blocks of 1024 bytes, and the journal records each slot.
    const limited = `trap '' XFSZ; ulimit -f 8; exec "$@"`
    const command = [process.execPath, ENTRY, ...args, '--method', 'keys', '--window', '1', '--yes']
    const {stdout} = await promisify(execFile)('bash', ['-c', limited, 'bash', ...command])
    expect(stdout).to.match(
      /Note: \S+\.jsonl can no longer be written \(EFBIG: .*\)\. If this run is interrupted, use clustertool fix/,
    )
    expect(stdout).to.contain('Moved 300 slots')
    expect((await stateOf([to!])).join()).to.contain('"slots":[{"start":0,"end":299}')
  })
})
