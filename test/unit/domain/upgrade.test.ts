import {expect} from 'chai'
import {type Release, upgradeProblem} from '../../../src/domain/upgrade.js'

function release(text: string): Release {
  const [software = '', version = ''] = text.split(' ')
  return {software: software as Release['software'], version}
}

const MAY = [
  'redis 6.0.16 > redis 7.0.15',
  'redis 7.0.15 > redis 7.2.4',
  'redis 6.2.1 > redis 8.0.0',
  'redis 7.0.15 > redis 8.6.1',
  'redis 7.2.4 > valkey 9.1.0',
  'redis 7.0.15 > valkey 7.2.5',
  'valkey 8.1.0 > valkey 9.1.0',
  'redis 8.2.0 > redis 8.0.0',
  'redis 7.0.15 > redis 7.0.14',
]
const MAY_NOT = [
  ['redis 3.2.12 > redis 4.0.0', 'cluster bus'],
  ['redis 6.0.16 > redis 7.2.0', '7.0 first'],
  ['redis 6.2.1 > redis 7.4.0', '7.0 first'],
  ['redis 7.4.0 > valkey 9.1.0', 'Valkey 9.1.0 cannot load the data that Redis 7.4.0 sends'],
  ['redis 8.6.0 > redis 8.4.0', 'cannot load'],
  ['valkey 9.0.0 > redis 8.6.0', 'cannot load'],
  ['valkey 9.0.0 > valkey 8.1.0', 'cannot load'],
  ['redis 7.0.15 > redis 6.2.0', 'cannot load'],
] as const

describe('[U] upgradeProblem', () => {
  for (const way of MAY) {
    it(`is none: ${way}`, () => {
      const [from = '', to = ''] = way.split(' > ')
      expect(upgradeProblem(release(from), release(to))).to.equal(undefined)
    })
  }

  for (const [way, words] of MAY_NOT) {
    it(`forbids ${way}`, () => {
      const [from = '', to = ''] = way.split(' > ')
      expect(upgradeProblem(release(from), release(to))).to.contain(words)
    })
  }
})
