import {expect} from 'chai'
import {followLine, followText} from '../../../src/report/follow-text.js'
import {FOLLOW, FOLLOWED} from '../contract/follow-fixture.js'
import {IMPORT} from '../contract/outcomes.js'

const QUIET = {...FOLLOWED, trouble: undefined}
const PLAIN = {colour: false}

describe('[U] the line of an import that follows', () => {
  it('says how far it is behind, what is on disk, and what is wrong', () => {
    expect(followLine({...FOLLOW, sources: [FOLLOWED]})).to.equal(
      'following, 600B behind (1.3 s), 5012 commands/s, 2KB on disk, 7 brought over again, ' +
        'the source is lost: it closed the connection',
    )
    expect(followLine({sources: [], isReady: false, commandsPerSecond: 0})).to.equal('looking for the source')
  })

  it('adds up all sources, and tells of the slowest', () => {
    const copying = {...QUIET, phase: 'copying', lagMs: 10, keys: 3, keysTotal: 40} as const
    const line = followLine({sources: [QUIET, copying], isReady: false, commandsPerSecond: 0})
    expect(line).to.match(/^bringing keys over, 12 of 50 keys, 1\.17KB behind \(1\.3 s\), /)
    expect(line).to.match(/, 14 brought over again$/)
  })

  it('says when it is ready to be cut over', () => {
    const ready = {sources: [{...QUIET, lagMs: 0, lagBytes: 0}], isReady: true, commandsPerSecond: 1}
    expect(followLine(ready)).to.match(/^following, 0B behind \(0\.0 s\), .*, ready to cut over$/)
  })

  it('does not print what a server could send to a terminal', () => {
    const sources = [{...FOLLOWED, trouble: 'gone\u001b[2J'}]
    expect(followLine({...FOLLOW, sources})).to.include(String.raw`the source is lost: gone\x1b[2J`)
  })
})

describe('[U] the result of an import that followed', () => {
  const nothing = {count: 0, shown: []}

  it('says for each source how much was applied, and that the cluster has taken over', () => {
    const done = {...IMPORT, status: 'done', stopped: undefined, troubles: nothing} as const
    const followed = [
      {...QUIET, lagBytes: 0, resyncs: 0},
      {...QUIET, name: '10.0.0.8:6379'},
    ]
    expect(followText({...done, followed}, PLAIN)).to.equal(
      [
        '10.0.0.9:6379: 50 commands of its stream applied, 7 of them by bringing their keys over again; 0B left.',
        '10.0.0.8:6379: 50 commands of its stream applied, 7 of them by bringing their keys over again, ' +
          'everything compared 2 times; 600B left.',
        '[OK] The cluster has taken over from 10.0.0.9:6379.',
      ].join('\n'),
    )
  })

  it('says why it ended early, which keys were refused, and how it goes on', () => {
    const text = followText({...IMPORT, stopped: 'the source is gone\u001b', followed: [QUIET]}, PLAIN)
    expect(text).to.include('it differs')
    expect(text).to.match(
      /\n\[ERR\] The import is incomplete: the source is gone\\x1b\.\nTo go on where it ended, run the same command again\.$/,
    )
  })

  it('says why it is incomplete if it was cut over, but keys could not be read', () => {
    const text = followText({...IMPORT, stopped: undefined, followed: [QUIET]}, PLAIN)
    expect(text).to.include('[ERR] The import is incomplete: keys could not be read.')
  })

  it('says that a dry run changed nothing', () => {
    expect(followText({...IMPORT, status: 'planned', followed: []}, PLAIN)).to.equal(
      'Nothing was changed: this was a dry run.',
    )
  })
})
