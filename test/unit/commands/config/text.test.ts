import {expect} from 'chai'
import type {Answer, Configured, ConfigureOutcome} from '../../../../src/domain/answer.js'
import {configureText, timeoutText} from '../../../../src/commands/config/text.js'
import {failedConfigured} from '../../../../src/report/failed-nodes.js'
import {configureDocument} from '../../../../src/contract/answers.js'
import {withoutSecrets} from '../../../../src/report/secret-settings.js'
import {failed, ok} from '../../report/answers-fixture.js'

const NO_FILE = 'ERR The server is running without a config file'
const SAVED = {before: '0', after: '1024', saved: true, notSavedBecause: undefined}

function outcome(
  answers: readonly Answer<Configured>[],
  name = 'maxmemory',
  value = '1kb',
): ConfigureOutcome {
  return {status: 'incomplete', name, value, rewrite: true, answers}
}

const MIXED = [
  ok(0, SAVED),
  ok(1, {...SAVED, saved: false, notSavedBecause: NO_FILE}),
  failed(2, 'unreachable', 'connection refused: nothing listens there'),
]

describe('[U] set-timeout text', () => {
  it('has the lines that scripts know, and distinguishes SET from REWRITE', () => {
    expect(timeoutText(outcome(MIXED))).to.equal(
      [
        '>>> Reconfiguring node timeout in every cluster node...',
        '*** New timeout set for 10.0.0.1:7001',
        `ERR setting node-timeout for 10.0.0.2:7002: timeout set, but not saved in its configuration file: ${NO_FILE}`,
        'ERR setting node-timeout for 10.0.0.3:7003: connection refused: nothing listens there',
        '>>> New node timeout set. 1 OK, 2 ERR.',
      ].join('\n'),
    )
  })
})

describe('[U] config set text', () => {
  it('has old and new value of each node, and what went wrong', () => {
    expect(configureText(outcome(MIXED))).to.equal(
      [
        '10.0.0.1:7001: maxmemory 0 -> 1024',
        `10.0.0.2:7002: maxmemory 0 -> 1024, but not saved in its configuration file: ${NO_FILE}`,
        '10.0.0.3:7003: not set: connection refused: nothing listens there',
        'maxmemory was set on 2 of 3 nodes and saved in the configuration file of 1.',
      ].join('\n'),
    )
    expect(failedConfigured(MIXED)).to.equal(
      `2 of 3 nodes failed. 10.0.0.2:7002: set, but not saved in its configuration file: ${NO_FILE}; ` +
        '10.0.0.3:7003: connection refused: nothing listens there',
    )
  })

  it('never shows a password, even if a server repeats it', () => {
    const secret = {before: 'donkey', after: 'horse', saved: false, notSavedBecause: 'ERR horse?'}
    const shown = withoutSecrets(
      outcome([ok(0, secret), failed(1, 'error', 'ERR no horse')], 'requirepass', 'horse'),
    )
    const all = [
      configureText(shown),
      JSON.stringify(configureDocument('config set', shown)),
      failedConfigured(shown.answers),
    ]
    expect(all.join()).not.to.match(/horse|donkey/)
    expect(configureText(shown)).to.contain('requirepass *** -> ***, but not saved')
  })

  it('is the same in JSON', () => {
    const {outcome: json} = configureDocument('config set', outcome(MIXED))
    expect(json.nodes.map(({status, saved, error}) => ({status, saved, error}))).to.deep.equal([
      {status: 'ok', saved: true, error: undefined},
      {status: 'not-saved', saved: false, error: NO_FILE},
      {status: 'unreachable', saved: undefined, error: 'connection refused: nothing listens there'},
    ])
    expect(json.nodes[0]).to.include({before: '0', after: '1024', role: 'primary'})
  })
})
