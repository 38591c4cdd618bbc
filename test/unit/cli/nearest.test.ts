import {expect} from 'chai'
import {connectionWords, withConnection} from '../../../src/cli/connection-words.js'
import {suggestFlag} from '../../../src/cli/exit.js'
import {nearest} from '../../../src/domain/nearest.js'

describe('[U] nearest', () => {
  const names = [
    'check',
    'create',
    'config get',
    'import',
    'info',
    'reshard',
    'restore',
    'resume',
    'rebalance',
  ]
  const cases = [
    ['chck', 'check'],
    ['chekc', 'check'],
    ['cretae', 'create'],
    ['reshrd', 'reshard'],
    ['reba', 'rebalance'],
    ['infp', 'info'],
    ['res', undefined],
    ['frobnicate', undefined],
    ['', undefined],
  ] as const
  for (const [typed, name] of cases) {
    it(`takes «${typed}» for ${name ?? 'nothing'}`, () => expect(nearest(typed, names)).to.equal(name))
  }
})

describe('[U] suggestFlag', () => {
  const ending = {
    exitCode: 2,
    code: 'USAGE' as const,
    message: 'Nonexistent flag: --jsn.',
    hints: ['last'],
    details: [],
  }
  it('puts the flag that may have been meant first', () => {
    expect(suggestFlag(ending, ['json', 'strict']).hints).to.deep.equal(['Did you mean --json?', 'last'])
    expect(suggestFlag(ending, ['strict'])).to.equal(ending)
    expect(suggestFlag({...ending, message: 'another'}, ['json']).hints).to.deep.equal(['last'])
  })
})

describe('[U] connectionWords', () => {
  const cases = [
    ['check h:1', ''],
    ['check h:1 --tls --cacert ca.crt --strict', '--tls --cacert ca.crt'],
    ['check h:1 --cacert=ca.crt --user=admin', '--cacert ca.crt --user admin'],
    ['check h:1 --user admin --pass s3cret', '--user admin --askpass'],
    ['check h:1 -a s3cret', '--askpass'],
    ['check h:1 -as3cret', '--askpass'],
    ['check h:1 --pass=s3cret --askpass', '--askpass'],
    ['check rediss://admin:s3cret@h:1', '--tls --user admin --askpass'],
    ['check redis://h:1', ''],
    ['call h:1 --tls -- SET k --user', '--tls'],
  ] as const
  for (const [line, words] of cases) {
    it(`of «${line}» are «${words}»`, () => expect(connectionWords(line.split(' '))).to.equal(words))
  }

  it('quotes words that a shell would split', () => {
    expect(connectionWords(['--cacert', "/my cert's/ca"])).to.equal(String.raw`--cacert '/my cert'\''s/ca'`)
  })

  it('are added to every command that a text names, and nowhere else', () => {
    const text =
      'Again: clustertool check h:1 ; clustertool fix h:1\nclustertool is running; clustertool local stop'
    expect(withConnection(text, ['--tls'])).to.equal(
      'Again: clustertool check --tls h:1 ; clustertool fix --tls h:1\nclustertool is running; clustertool local stop',
    )
    expect(withConnection(text, ['check', 'h:1'])).to.equal(text)
    expect(withConnection('To carry it out: clustertool apply plan.json', ['--tls'])).to.equal(
      'To carry it out: clustertool apply --tls plan.json',
    )
  })
})

describe('[U] commands with a profile', () => {
  const cases = [
    ['clustertool check h:1', 'clustertool check @prod'],
    [
      'Again: clustertool check h:1 ; clustertool fix [::1]:7000.',
      'Again: clustertool check @prod ; clustertool fix @prod.',
    ],
    ['clustertool fix h:1 --search-multiple-owners', 'clustertool fix @prod --search-multiple-owners'],
    ['clustertool del-node h:1 h:2 h:3', 'clustertool del-node @prod h:2 h:3'],
    ['clustertool reshard h:1 --from h:1 --to h:2', 'clustertool reshard @prod --from h:1 --to h:2'],
    [
      'clustertool add-node NEW_HOST:PORT h:1 --replica',
      'clustertool add-node NEW_HOST:PORT @prod --replica',
    ],
    [
      'clustertool add-node NEW_HOST:PORT HOST:PORT --replica',
      'clustertool add-node NEW_HOST:PORT @prod --replica',
    ],
    ['clustertool add-node h:8 h:9 h:1', 'clustertool add-node h:8 h:9 @prod'],
    ['clustertool restore saved.ndjson h:1', 'clustertool restore saved.ndjson @prod'],
    ['clustertool apply plan.json', 'clustertool apply plan.json @prod'],
    [
      'how far: clustertool check, clustertool history',
      'how far: clustertool check @prod, clustertool history @prod',
    ],
    ['clustertool check NODE', 'clustertool check @prod'],
    ['clustertool create h:1 h:2 h:3', 'clustertool create h:1 h:2 h:3'],
    ['clustertool fix mends it, clustertool local stop', 'clustertool fix mends it, clustertool local stop'],
  ] as const
  for (const [text, pasted] of cases) {
    it(`«${text}»`, () => expect(withConnection(text, ['check', '@prod'], 'prod')).to.equal(pasted))
  }

  it('keep the flags that were typed besides', () => {
    const argv = ['check', '@prod', '--user', 'bob', '--pass', 'secret']
    expect(withConnection('clustertool check h:1', argv, 'prod')).to.equal(
      'clustertool check --user bob --askpass @prod',
    )
  })
})
