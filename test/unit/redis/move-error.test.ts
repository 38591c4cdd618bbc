import {expect} from 'chai'
import {moveErrorKind} from '../../../src/redis/move-error.js'

describe('[U] moveErrorKind', () => {
  for (const [message, kind] of [
    ['ERR Target instance replied with error: BUSYKEY Target key name already exists.', 'busy-key'],
    ['ERR Please use SETSLOT only with masters.', 'no-primary'],
    ['UNBLOCKED force unblock from blocking operation, instance state changed', 'no-primary'],
    ['IOERR error or timeout connecting to the client', 'try-again'],
    ['NOREPLICAS Not enough good replicas to write.', 'try-again'],
    ['ERR Target instance replied with error: LOADING Redis is loading the dataset in memory', 'try-again'],
    ['ERR Slot export in progress.', 'try-again'],
    [
      "ERR Target instance replied with error: OOM command not allowed when used memory > 'maxmemory'.",
      'fatal',
    ],
    ['ERR Target instance replied with error: NOAUTH Authentication required.', 'fatal'],
    ['ERR DUMP payload version or checksum are wrong', 'fatal'],
  ] as const) {
    it(`takes «${message.slice(0, 60)}» for ${kind}`, () => {
      expect(moveErrorKind(new Error(message))).to.equal(kind)
    })
  }
})
