import {expect} from 'chai'
import {infoText} from '../../../../src/commands/info/text.js'
import {CONTROL} from '../../contract/control-fixture.js'
import {id, snapshot} from '../../../support/snapshot.js'

describe('[U] info text', () => {
  it('has a row per primary, the totals, and the lines that scripts know', () => {
    const cluster = snapshot(`
      a 0-8191 keys=16384
      b 8192-16383 keys=8192
      c replica of a
      d replica of a down
      e down`)
    expect(infoText({snapshot: cluster}, {colour: false, wide: true}).split('\n')).to.deep.equal([
      'primary        keys   slots  memory  replicas  state        id',
      `10.0.0.1:7001  16384  8192   1.00M   1         ok           ${id('a')}`,
      `10.0.0.2:7002  8192   8192   1.00M   0         ok           ${id('b')}`,
      `10.0.0.5:7005  -      0      -       0         unreachable  ${id('e')}`,
      'total          24576  16384  2.00M   1',
      '',
      '10.0.0.1:7001 (61000000...) -> 16384 keys | 8192 slots | 1 replicas.',
      '10.0.0.2:7002 (62000000...) -> 8192 keys | 8192 slots | 0 replicas.',
      '[OK] 24576 keys in 2 primaries.',
      '1.50 keys per slot on average.',
    ])
    expect(infoText({snapshot: cluster}, {colour: false}).split('\n')).to.deep.equal([
      'primary        keys   slots  memory  replicas  state        id',
      '10.0.0.1:7001  16384  8192   1.00M   1         ok           61000000',
      '10.0.0.2:7002  8192   8192   1.00M   0         ok           62000000',
      '10.0.0.5:7005  -      0      -       0         unreachable  65000000',
      'total          24576  16384  2.00M   1',
      '',
      '[OK] 24576 keys in 2 primaries.',
      '1.50 keys per slot on average.',
    ])
    const text = infoText({snapshot: cluster, running: [CONTROL]}, {colour: false})
    expect(text.split('\n').at(-1)).to.match(/^reshard is paused on h, process 7, .*Paused by ann, process 8/)
  })
})
