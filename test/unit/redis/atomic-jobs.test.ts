import {expect} from 'chai'
import {atomicJobsOf, isOver, jobRanges, parseAtomicJobs} from '../../../src/redis/atomic-jobs.js'
import {exportClients} from '../../../src/redis/cancel-atomic.js'

const ID = 'a'.repeat(40)
const SOURCE = 'b'.repeat(40)
const TARGET = 'c'.repeat(40)

// The replies of Redis 8.6.3 and Valkey 9.1.2 on RESP2.
const REDIS = `id ${ID} slots 0-99 source ${SOURCE} dest ${TARGET} operation migrate state completed last_error`
const redisJob = [...REDIS.split(' '), '', 'retries', '2', 'create_time', '1', 'write_pause_ms', '16']
const VALKEY = `name ${ID} operation EXPORT slot_ranges`
const valkeyJob = [
  ...VALKEY.split(' '),
  '0-99 500-500',
  ...`target_node ${TARGET} source_node ${SOURCE} create_time 1 last_update_time 2 last_ack_time 2`.split(
    ' ',
  ),
  'state',
  'snapshotting',
  'message',
  '',
  'cow_size',
  '0',
  'remaining_repl_size',
  '17',
]

describe('[U] atomic jobs', () => {
  it('are read from the replies of both kinds of server', () => {
    expect(parseAtomicJobs([redisJob, valkeyJob])).to.deep.equal([
      {
        id: ID,
        operation: 'migrate',
        slots: '0-99',
        source: SOURCE,
        target: TARGET,
        state: 'completed',
        message: '',
        retries: 2,
        writePauseMs: 16,
        lastAck: '',
        pulse: 'completed    2',
      },
      {
        id: ID,
        operation: 'export',
        slots: '0-99 500-500',
        source: SOURCE,
        target: TARGET,
        state: 'snapshotting',
        message: '',
        retries: 0,
        writePauseMs: undefined,
        lastAck: '2',
        pulse: 'snapshotting 0 17 2 ',
      },
    ])
    expect(parseAtomicJobs(null)).to.deep.equal([])
  })

  it('are running until they have ended, except a failed import of Redis', () => {
    expect(atomicJobsOf('atomic-valkey', [valkeyJob])).to.deep.equal({
      atomic: 'atomic-valkey',
      underWay: ['export of slots 0-99 500-500'],
      leftOver: [],
    })
    expect(atomicJobsOf('atomic-redis', [redisJob]).underWay).to.deep.equal([])
    const [job] = parseAtomicJobs([redisJob])
    if (!job) throw new Error('no job')
    for (const operation of ['import', 'migrate']) {
      for (const state of ['failed', 'none']) {
        expect(isOver({...job, state, operation}, 'atomic-redis'), `${operation} ${state}`).to.equal(false)
      }
    }
    expect(isOver({...job, state: 'canceled'}, 'atomic-redis')).to.equal(true)
    expect(isOver({...job, state: 'failed', operation: 'export'}, 'atomic-valkey')).to.equal(true)
  })

  it('that a source of Redis keeps after they failed are distinguished', () => {
    const failed = redisJob.map((word) => (word === 'completed' ? 'failed' : word))
    expect(atomicJobsOf('atomic-redis', [failed])).to.deep.equal({
      atomic: 'atomic-redis',
      underWay: [],
      leftOver: ['migrate of slots 0-99'],
    })
  })

  it('have slots', () => {
    const [job] = parseAtomicJobs([valkeyJob])
    expect(job && jobRanges(job)).to.deep.equal([
      {start: 0, end: 99},
      {start: 500, end: 500},
    ])
  })

  it('of Valkey have separate connections, recognised by their target', () => {
    const list = [
      'id=41 addr=10.0.0.1:7001 laddr=10.0.0.2:48872 flags=E cmd=cluster|syncslots',
      'id=43 addr=10.0.0.1:7002 laddr=10.0.0.2:48873 flags=E cmd=cluster|syncslots',
      'id=44 addr=10.0.0.1:7001 laddr=10.0.0.2:7000 flags=N cmd=ping',
      '',
    ].join('\n')
    expect(exportClients(list, ['10.0.0.1:7001', '10.0.0.1:17001'])).to.deep.equal(['41'])
  })
})
