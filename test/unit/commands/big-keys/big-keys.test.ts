import {expect} from 'chai'
import {bigKeysRequest, type BigKeysFlags, resumeCommand} from '../../../../src/commands/big-keys/flags.js'
import {bigKeysText} from '../../../../src/commands/big-keys/text.js'
import {BIG_KEYS} from '../../contract/big-keys-fixture.js'
import {errorOf} from '../../../support/thrown.js'

const FLAGS = {
  top: 50,
  'at-least': undefined,
  rate: undefined,
  replicas: false,
  delimiter: ':',
  depth: 1,
  resume: false,
  progress: 'auto',
  wide: false,
} as unknown as BigKeysFlags

const REQUEST = bigKeysRequest(FLAGS)

describe('[U] flags of big-keys', () => {
  it('say the least size in bytes', () => {
    expect(REQUEST.atLeast).to.equal(0)
    expect(bigKeysRequest({...FLAGS, 'at-least': '10MB'}).atLeast).to.equal(10_485_760)
    const {code, message} = errorOf(() => bigKeysRequest({...FLAGS, 'at-least': 'big'}))
    expect({code, message}).to.deep.equal({
      code: 'USAGE',
      message: '--at-least cannot be "big": it is a size such as 512, 64KB or 10MB.',
    })
    expect(errorOf(() => bigKeysRequest({...FLAGS, delimiter: ''})).code).to.equal('USAGE')
  })

  it('are all in the command that continues the scan', () => {
    expect(resumeCommand('h:1', REQUEST)).to.equal('clustertool big-keys h:1 --resume')
    const other = bigKeysRequest({
      ...FLAGS,
      top: 5,
      'at-least': '1k',
      delimiter: '|',
      depth: 2,
      replicas: true,
      rate: 7,
    })
    expect(resumeCommand('h:1', other)).to.equal(
      "clustertool big-keys h:1 --resume --top 5 --at-least 1024 --delimiter '|' --depth 2 --replicas --rate 7",
    )
  })
})

describe('[U] text of big-keys', () => {
  it('lists keys with their pause, and prefixes with their share', () => {
    const text = bigKeysText(BIG_KEYS, {colour: false, width: 120, request: REQUEST})
    expect(text).to.match(/50\.00M +500 ms +hash +10\.0\.0\.1:7001 +12 +3 +user:1/)
    expect(text).to.match(/1\.00K +0\.1 ms +- +10\.0\.0\.2:7002 +7 +0 +\\x1b\[31mred/)
    expect(text).to.match(/75\.0% +3 +50\.00M +user:\*/)
    expect(text).to.contain('(without :)')
    expect(text).to.contain('(others)')
    expect(text).to.contain('Read 4 of 9 keys with 66.67M on 10.0.0.1:7001 and 10.0.0.2:7002 in 1.5 s.')
  })

  it('says what is missing, and how to continue', () => {
    const text = bigKeysText(BIG_KEYS, {colour: false, request: {...REQUEST, replicas: true}})
    expect(text).to.contain('[ERR] 10.0.0.2:7002 was not read to the end: gone\\x07')
    expect(text).to.contain('[WARNING] Keys that were not read may be bigger.')
    expect(text).to.match(/To continue: clustertool big-keys 10\.0\.0\.1:7001 --resume --replicas$/)
    const done = {...BIG_KEYS, status: 'done', resumable: false, nodes: []} as const
    expect(bigKeysText(done, {colour: false, request: REQUEST})).not.to.match(/WARNING|ERR|To continue/)
  })

  it('says if nothing was found, or nothing could be continued', () => {
    const none = {...BIG_KEYS, keys: [], prefixes: [], atLeast: 1024}
    const text = bigKeysText(none, {colour: false, request: {...REQUEST, resume: true}})
    expect(text).to.contain('No key of 1.00K or more was found.')
    expect(text).to.contain('There is no interrupted scan of these nodes with these flags')
    expect(
      bigKeysText({...none, resumed: true}, {colour: false, request: {...REQUEST, resume: true}}),
    ).to.match(/^Continued an interrupted scan\.\n/)
  })

  it('cuts long keys unless the table is wide', () => {
    const [first] = BIG_KEYS.keys
    const key = Buffer.from('k'.repeat(300))
    const long = {...BIG_KEYS, keys: first ? [{...first, key}] : []}
    expect(bigKeysText(long, {colour: false, request: REQUEST})).not.to.contain(key.toString())
    expect(bigKeysText(long, {colour: false, wide: true, request: REQUEST})).to.contain(key.toString())
  })
})
