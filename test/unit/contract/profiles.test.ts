import {expect} from 'chai'
import {parseProfile, parseProfileFile} from '../../../src/contract/parsers/profiles.js'

const SEEDS = {seeds: ['h:1']}

describe('[U] parseProfileFile', () => {
  it('looks at names, and not into profiles', () => {
    const {value} = parseProfileFile({default: 'a', profiles: {a: SEEDS, b: {wrong: 1}}})
    expect([value?.default, [...(value?.profiles.keys() ?? [])]]).to.deep.equal(['a', ['a', 'b']])
    expect(parseProfileFile({}).value).to.deep.equal({default: undefined, profiles: new Map()})
  })

  const wrong: readonly (readonly [document: object, what: string, hint?: string])[] = [
    [{profile: {}}, 'has an unknown key "profile"', 'A profile is written as [profiles.profile].'],
    [{prod: SEEDS}, 'has an unknown key "prod"', 'A profile is written as [profiles.prod].'],
    [{defaults: 'x'}, 'has an unknown key "defaults"'],
    [{default: 3}, 'has a wrong value: default is 3 and not a text'],
    [
      {profiles: {'a b': SEEDS}},
      'has a profile "a b", which is not a name',
      'A name consists of letters, digits, dots, dashes and underscores.',
    ],
  ]
  for (const [document, what, hint] of wrong) {
    it(`refuses ${JSON.stringify(document)}`, () => {
      const {problem} = parseProfileFile(document)
      expect([problem?.what, problem?.hint]).to.deep.equal([what, hint])
    })
  }
})

describe('[U] parseProfile', () => {
  it('takes every key', () => {
    const all = {
      ...SEEDS,
      user: 'u',
      'password-command': ['pass', 'show'],
      tls: true,
      cacert: 'a',
      cacertdir: 'b',
      cert: 'c',
      key: 'd',
      sni: 'e',
      insecure: false,
      'address-map': ['a=b'],
      zones: ['a=b'],
      ignore: ['replica-beside-primary'],
      'connect-timeout': 1,
      'command-timeout': 1,
      'max-pause': 1,
      method: 'keys',
      window: 1,
      pipeline: 1,
      timeout: 1,
      'join-timeout': 1,
    }
    expect(parseProfile('p', all).value).to.deep.equal(all)
  })

  const wrong: readonly (readonly [settings: object, what: RegExp])[] = [
    [{}, /wrong in the profile p: seeds is missing/],
    [{seeds: []}, /seeds is a list and not at least one element/],
    [{seeds: 'h:1'}, /seeds is "h:1" and not a list/],
    [{seeds: ['redis://u:p@h:1']}, /^is wrong in the profile p: seeds has a URL$/],
    [{...SEEDS, 'max-pause': 0}, /max-pause is 0 and not at least 1/],
    [{...SEEDS, 'max-pause': '5'}, /max-pause is "5" and not a number/],
    [{...SEEDS, 'connect-timeout': 1.5}, /connect-timeout is 1.5 and not a whole number/],
    [{...SEEDS, user: ''}, /user is "" and not at least one character/],
    [{...SEEDS, tls: 'yes'}, /tls is "yes" and not true or false/],
    [{...SEEDS, ignore: ['slots-opn']}, /ignore names "slots-opn", which is not the code of a finding/],
    [{...SEEDS, password: 'a', 'password-file': 'b'}, /password and password-file are both given/],
    [{...SEEDS, cacert: 'x'}, /cacert is given, and tls is not/],
    [{...SEEDS, tls: true, cert: 'x'}, /a client certificate needs both cert and key/],
    [{...SEEDS, seedz: []}, /^has in the profile p an unknown key "seedz"$/],
  ]
  for (const [settings, what] of wrong) {
    it(`refuses ${JSON.stringify(settings)}`, () => {
      expect(parseProfile('p', settings).problem?.what).to.match(what)
    })
  }

  it('refuses what is not a table', () => {
    expect(parseProfile('p', 3).problem?.what).to.equal('has a wrong value: profiles.p is 3 and not a table')
  })

  it('never shows a password', () => {
    for (const key of ['password', 'password-file', 'password-command']) {
      for (const value of [12_345, {secret: 12_345}, [12_345]]) {
        const {problem} = parseProfile('p', {...SEEDS, [key]: value})
        expect(JSON.stringify(problem)).to.contain(key).and.not.to.contain('12345')
      }
    }
  })

  it('knows what an unknown name may have meant', () => {
    expect(parseProfile('p', {...SEEDS, usr: 'x'}).problem?.unknown?.known).to.contain('user')
    expect(parseProfile('p', {...SEEDS, ignore: ['x']}).problem?.unknown?.known).to.contain('slots-open')
  })
})
