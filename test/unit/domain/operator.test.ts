import {expect} from 'chai'
import {comparePresence, isSameProcess, parsePresence, presenceName} from '../../../src/domain/operator.js'

const PRESENCE = {command: 'del-node', host: 'build box', pid: 12, startedAt: 1000}

describe('[U] presence', () => {
  it('is a name without spaces that can be read again', () => {
    expect(presenceName(PRESENCE)).to.equal('clustertool:del-node:build_box:12:1000')
    expect(parsePresence(presenceName(PRESENCE))).to.deep.equal({...PRESENCE, host: 'build_box'})
  })

  it('is not read from other names', () => {
    for (const name of ['', 'app', 'clustertool', 'clustertool:x:y:z:1', 'clustertool:x:y:1:2:3'])
      expect(parsePresence(name)).to.equal(undefined)
  })

  it('is matched with the process that wrote a journal', () => {
    const present = {...PRESENCE, host: 'build_box'}
    const journal = {host: 'build box', pid: 12, processStartedAt: 1000, startedAt: '1970-01-01T00:00:02Z'}
    expect(isSameProcess(present, journal)).to.equal(true)
    for (const other of [{host: 'x'}, {pid: 13}, {processStartedAt: 999}])
      expect(isSameProcess(present, {...journal, ...other})).to.equal(false)
    // A journal of an older version, which was begun after its process started.
    expect(isSameProcess(present, {...journal, processStartedAt: undefined})).to.equal(true)
    const before = {...journal, processStartedAt: undefined, startedAt: '1970-01-01T00:00:00Z'}
    expect(isSameProcess(present, before)).to.equal(false)
  })

  it('has an order on which two operators agree', () => {
    const later = {...PRESENCE, startedAt: 1001}
    const twin = {...PRESENCE, pid: 13}
    for (const other of [later, twin]) {
      expect(comparePresence(PRESENCE, other)).to.be.below(0)
      expect(comparePresence(other, PRESENCE)).to.be.above(0)
    }
  })
})
