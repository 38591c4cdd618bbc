import {expect} from 'chai'
import type {Profile} from '../../../src/contract/schemas/profile.js'
import {parseAddress} from '../../../src/domain/address.js'
import {ClusterToolError} from '../../../src/domain/errors.js'
import {credentials} from '../../../src/profiles/credentials.js'
import {originOf, type Sources, tlsSettings, withDefaults} from '../../../src/profiles/settings.js'

const SEEDS = {seeds: ['h:1']}

type Given = {
  readonly flags?: Sources['flags']
  readonly url?: string
  readonly named?: Partial<Profile>
  readonly standard?: Partial<Profile>
  readonly env?: Sources['env']
}

function sources({flags = {}, url, named, standard, env = {}}: Given): Sources {
  const settings = named ?? standard
  return {
    flags,
    env,
    addresses: url === undefined ? [] : [parseAddress(url)],
    profile: settings && {
      name: 'prod',
      file: '/etc/ct/config.toml',
      settings: {...SEEDS, ...settings},
      named: named !== undefined,
    },
  }
}

describe('[U] precedence of TLS settings', () => {
  const env = {CLUSTERTOOL_CACERT: 'env', CLUSTERTOOL_CERT: 'env.crt', CLUSTERTOOL_KEY: 'env.key'}
  const profile = {tls: true, cacert: '/p'}
  const cases: readonly (readonly [title: string, given: Given, cacert: string | undefined])[] = [
    ['flags come before a named profile', {flags: {cacert: 'flag'}, named: profile, env}, 'flag'],
    ['a named profile comes before the environment', {named: profile, env}, '/p'],
    ['the environment comes before the default profile', {standard: profile, env}, 'env'],
    ['the default profile comes last', {standard: profile}, '/p'],
    ['the environment fills what a named profile leaves open', {named: {tls: true}, env}, 'env'],
    ['an empty variable is not set', {env: {CLUSTERTOOL_CACERT: ''}}, undefined],
    // Another authority beside the one that was typed would be trusted as well.
    ['cacert and cacertdir are of one place', {flags: {cacertdir: 'dir'}, named: profile}, undefined],
  ]
  for (const [title, given, cacert] of cases) {
    it(title, () => expect(tlsSettings(sources(given)).cacert).to.equal(cacert))
  }

  it('takes a certificate and its key from one place', () => {
    const {cert, key} = tlsSettings(sources({flags: {cert: 'flag.crt'}, env}))
    expect([cert, key]).to.deep.equal(['flag.crt', undefined])
  })

  it('turns on TLS for a flag, a URL or a profile, and not for files', () => {
    expect(tlsSettings(sources({flags: {tls: true}})).tls).to.equal(true)
    expect(tlsSettings(sources({url: 'rediss://h:1'})).tls).to.equal(true)
    expect(tlsSettings(sources({named: profile})).tls).to.equal(true)
    expect(Boolean(tlsSettings(sources({env})).tls)).to.equal(false)
    expect(Boolean(tlsSettings(sources({named: {tls: false, cacert: 'x'}})).tls)).to.equal(false)
  })

  it('starts paths of a profile at its file', () => {
    expect(tlsSettings(sources({named: {tls: true, cacert: 'ca.crt'}})).cacert).to.equal('/etc/ct/ca.crt')
  })

  it('knows where a value is from', () => {
    expect(originOf('cacert', sources({flags: {cacert: 'x'}}))).to.equal('given with --cacert')
    expect(originOf('key', sources({standard: profile, env}))).to.equal('named by CLUSTERTOOL_KEY')
    expect(originOf('cacert', sources({named: profile, env}))).to.equal('named by cacert of the profile prod')
  })
})

describe('[U] credentials', () => {
  const auth = {REDISCLI_AUTH: 'elsewhere', VALKEYCLI_AUTH: 'elsewhere too'}
  const guarded = {user: 'operator', 'password-file': 'x'}
  const text = (word: string) => ({from: 'text', text: word})
  const cases: readonly (readonly [
    title: string,
    given: Given,
    user: string | undefined,
    password: object,
  ])[] = [
    ['nothing is no login', {}, undefined, {from: 'nowhere'}],
    ['REDISCLI_AUTH is for addresses', {env: auth}, undefined, text('elsewhere')],
    ['CLUSTERTOOL_USER is for addresses', {env: {...auth, CLUSTERTOOL_USER: 'u'}}, 'u', text('elsewhere')],
    ['a URL comes before the environment', {url: 'redis://a:b@h:1', env: auth}, 'a', text('b')],
    [
      'a URL without a user has none',
      {url: 'redis://:b@h:1', env: {CLUSTERTOOL_USER: 'u'}},
      undefined,
      text('b'),
    ],
    ['a flag comes before a URL', {url: 'redis://a:b@h:1', flags: {user: 'c', pass: 'd'}}, 'c', text('d')],
    [
      'a typed password is for the user of the environment',
      {flags: {pass: 'd'}, env: {CLUSTERTOOL_USER: 'u'}},
      'u',
      text('d'),
    ],
    ['--askpass comes first', {flags: {pass: 'd', askpass: true}}, undefined, {from: 'question'}],
    ['a URL comes before a profile', {url: 'redis://a:b@h:1', named: guarded}, 'a', text('b')],
    ['a URL without a user does so too', {url: 'redis://:b@h:1', named: guarded}, undefined, text('b')],
    ['a profile has its own', {named: guarded, env: auth}, 'operator', {from: 'profile'}],
    ['a profile without a password wants no login', {named: {}, env: auth}, undefined, {from: 'nowhere'}],
    ['so does the default profile', {standard: {}, env: auth}, undefined, {from: 'nowhere'}],
    [
      'a flag may repeat the user',
      {named: guarded, flags: {user: 'operator'}},
      'operator',
      {from: 'profile'},
    ],
    [
      'a typed password is for the user of the profile',
      {named: guarded, flags: {pass: 'p'}},
      'operator',
      text('p'),
    ],
    [
      'another user needs a password',
      {named: guarded, flags: {user: 'bob', askpass: true}},
      'bob',
      {from: 'question'},
    ],
    [
      'the environment has no user for a named profile',
      {named: guarded, env: {CLUSTERTOOL_USER: 'u'}},
      'operator',
      {from: 'profile'},
    ],
    [
      'a password alone is that of default',
      {named: {password: 'p'}, flags: {user: 'default'}},
      undefined,
      {from: 'profile'},
    ],
  ]
  for (const [title, given, user, password] of cases) {
    it(title, () => expect(credentials(sources(given))).to.deep.equal({user, password}))
  }

  for (const given of [
    {named: guarded, flags: {user: 'bob'}},
    {standard: guarded, env: {CLUSTERTOOL_USER: 'bob'}},
    {named: {password: 'p'}, flags: {user: 'bob'}},
  ]) {
    it(`never sends the password of one user for another: ${JSON.stringify(given)}`, () => {
      expect(() => credentials(sources(given))).to.throw(
        ClusterToolError,
        /is bob, and the password of the profile prod is that of (operator|default)/,
      )
    })
  }
})

describe('[U] defaults from a profile', () => {
  const settings = {...SEEDS, 'max-pause': 7, 'connect-timeout': 9, pipeline: 3}
  const names = ['max-pause', 'connect-timeout', 'pipeline']

  it('take the place of those of flags that were not typed', () => {
    const flags = {'max-pause': 20, 'connect-timeout': 3000}
    expect(withDefaults(flags, settings, {names, typed: new Set(['connect-timeout'])})).to.deep.equal({
      'max-pause': 7,
      'connect-timeout': 3000,
      pipeline: 3,
    })
  })

  it('are left out for flags that a command does not have', () => {
    expect(withDefaults({}, settings, {names: [], typed: new Set()})).to.deep.equal({})
  })
})
