import {expect} from 'chai'
import {listText, showText, testText} from '../../../../src/commands/profile/text.js'
import type {SeedsOutcome} from '../../../../src/domain/seed-test.js'
import {SEEDS} from '../../contract/seeds.js'

const PLAIN = {colour: false}
const FILE = {file: '/c.toml'}

describe('[U] the text of profile list', () => {
  it('says that there are none', () => {
    expect(listText({...FILE, exists: false, profiles: []}, PLAIN)).to.match(
      /^There are no profiles: \/c\.toml does not exist/,
    )
    expect(listText({...FILE, exists: true, profiles: []}, PLAIN)).to.equal(
      'There are no profiles in /c.toml.',
    )
  })

  it('marks the default, and names what is wrong', () => {
    const good = {
      default: true,
      problem: undefined,
      passwordFrom: 'nowhere' as const,
      seeds: ['h:1', 'h:2', 'h:3'],
      user: 'ops',
      tls: true,
    }
    const bad = {
      default: false,
      seeds: [],
      problem: 'it is wrong',
      user: undefined,
      passwordFrom: undefined,
      tls: undefined,
    }
    const profiles = [
      {name: 'prod', ...good},
      {name: 'old', ...bad},
    ]
    expect(listText({...FILE, exists: true, profiles}, PLAIN).split('\n')).to.deep.equal([
      '  profile  user  TLS  seeds',
      '* prod     ops   yes  h:1, h:2 and 1 more',
      '  old      -     ?    ?',
      '[ERR] it is wrong',
      'Read from /c.toml.',
    ])
  })
})

describe('[U] the text of profile show', () => {
  const show = (settings: object) =>
    showText({name: 'p', ...FILE, default: false, settings: {seeds: ['h:1'], ...settings}})

  it('has the settings as in the file', () => {
    expect(show({user: 'ops', tls: true, 'max-pause': 5})).to.equal(
      '# /c.toml\n[profiles.p]\nseeds = ["h:1"]\nuser = "ops"\ntls = true\nmax-pause = 5\n' +
        '# no password: clustertool does not log in',
    )
  })

  const secrets: readonly (readonly [settings: object, line: string])[] = [
    [{password: 'secret'}, 'password = "***"'],
    [{'password-command': 'echo secret'}, 'password-command = "echo ***"'],
    [{'password-command': 'PASS=secret run'}, 'password-command = "***"'],
    [{'password-command': 'run'}, 'password-command = "run"'],
    [{'password-command': ['pass', 'secret']}, 'password-command = ["pass", "***"]'],
    [{'password-command': ['pass']}, 'password-command = ["pass"]'],
  ]
  for (const [settings, line] of secrets) {
    it(`hides what may be a password: ${line}`, () => {
      expect(show(settings).split('\n').at(-1)).to.equal(line)
    })
  }
})

describe('[U] the text of profile test', () => {
  const lastLine = (outcome: Partial<SeedsOutcome>) =>
    testText({...SEEDS, ...outcome}, PLAIN)
      .split('\n')
      .at(-1)

  it('has a row for each seed, and the reasons below', () => {
    expect(testText(SEEDS, PLAIN).split('\n')).to.deep.equal([
      'seed  answers  TLS      user  node      role     cluster',
      'h:1   no       -        -     -         -        -',
      'h:2   4 ms     TLSv1.3  u     61000000  replica  ok, 2 nodes',
      'h:1: gone.',
      '[ERR] 1 seed of 2 cannot be used.',
    ])
  })

  it('ends with a verdict', () => {
    expect(lastLine({status: 'unreachable'})).to.equal('[ERR] No seed of the profile prod can be used.')
    expect(lastLine({status: 'different-clusters', clusters: [['h:1', 'h:2'], ['h:3']]})).to.equal(
      '[ERR] The seeds are of 2 clusters: h:1 and h:2; h:3.',
    )
    expect(lastLine({status: 'ok'})).to.equal(
      '[OK] All 2 seeds of the profile prod can be used, and are of one cluster.',
    )
    expect(lastLine({status: 'ok', seeds: SEEDS.seeds.slice(1)})).to.equal(
      '[OK] The seed of the profile prod can be used.',
    )
  })
})
