import {expect} from 'chai'
import type {Answer} from '../../../../src/domain/answer.js'
import {
  groupSettings,
  type SettingsOfNode,
  type SettingsOutcome,
  unknownPatterns,
} from '../../../../src/domain/setting.js'
import {settingsDocument} from '../../../../src/contract/answers.js'
import {withoutSecretSettings} from '../../../../src/report/secret-settings.js'
import {settingsText} from '../../../../src/commands/config/settings-text.js'
import {failed, ok} from '../../report/answers-fixture.js'

type Values = Readonly<Record<string, string>>

function outcome(patterns: readonly string[], ...nodes: (readonly Values[] | 'gone')[]): SettingsOutcome {
  const answers = nodes.map((maps, at): Answer<SettingsOfNode> =>
    maps === 'gone'
      ? failed(at, 'unreachable', 'gone')
      : ok(
          at,
          maps.map((map) => new Map(Object.entries(map))),
        ),
  )
  const settings = groupSettings(patterns, answers)
  return withoutSecretSettings({
    status: 'done',
    settings,
    unknown: unknownPatterns(patterns, answers),
    answers,
  })
}

const shown = (...args: Parameters<typeof outcome>) => settingsText(outcome(...args))
const lastLine = (...args: Parameters<typeof outcome>) =>
  shown(...args)
    .split('\n')
    .at(-1)

describe('[U] settings text', () => {
  it('is a table of nodes for one setting, and says that all have the same', () => {
    expect(shown(['save'], [{save: ''}], [{save: ''}], [{save: ''}])).to.equal(
      [
        'node           role     save',
        '10.0.0.1:7001  primary  ""',
        '10.0.0.2:7002  primary  ""',
        '10.0.0.3:7003  replica  ""',
        '',
        'All 3 nodes have save "".',
      ].join('\n'),
    )
  })

  it('says which nodes differ, also by not having the setting', () => {
    expect(lastLine(['x'], [{x: '1'}], [{x: '2'}], [{x: '2'}])).to.equal(
      '1 of 3 nodes differs: 10.0.0.1:7001 has x 1; the other 2 have x 2.',
    )
    expect(lastLine(['x'], [{x: '1'}], [{x: '2'}], [{}])).to.equal(
      '2 of 3 nodes differ: 10.0.0.2:7002 has x 2, 10.0.0.3:7003 has no setting x; 10.0.0.1:7001 has x 1.',
    )
  })

  it('says nothing about a node that did not answer', () => {
    const text = shown(['x'], [{x: '1'}], 'gone', [{x: '1'}])
    expect(text).to.contain('10.0.0.2:7002  primary  ?')
    expect(text).to.contain('All 2 nodes that answered have x 1.')
  })

  it('is a table of settings for several, with a line for each that differs', () => {
    const two = [{m: '0', 'm-p': 'lru'}, {save: 'a'}, {}]
    expect(shown(['m*', 'save', 'no'], two, two, [{m: '1', 'm-p': 'lru'}, {save: 'a'}, {}])).to.equal(
      [
        'setting  value  nodes',
        'm        0      10.0.0.1:7001 and 10.0.0.2:7002',
        'm        1      10.0.0.3:7003',
        'm-p      lru    all 3',
        'save     a      all 3',
        '',
        'No node has a setting named no.',
        '1 of 3 nodes differs: 10.0.0.3:7003 has m 1; the other 2 have m 0.',
      ].join('\n'),
    )
  })

  it('never shows a password, but says which nodes have another', () => {
    for (const name of ['requirepass', 'masterauth', 'primaryauth', 'tls-key-file-pass']) {
      const args = [[name], [{[name]: 'horse'}], [{[name]: 'horse'}], [{[name]: 'donkey'}]] as const
      expect(shown(...args)).not.to.match(/horse|donkey/)
      expect(JSON.stringify(settingsDocument(outcome(...args)))).not.to.match(/horse|donkey/)
      expect(lastLine(...args)).to.equal(
        `1 of 3 nodes differs: 10.0.0.3:7003 has another ${name}; the other 2 have the same ${name}.`,
      )
    }
  })
})

describe('[U] settings JSON', () => {
  it('has values with their nodes, most nodes first', () => {
    const {outcome: json} = settingsDocument(outcome(['x'], [{x: '1'}], [{x: '2'}], [{x: '2'}]))
    expect(json.differ).to.equal(true)
    const [x] = json.settings
    expect(x?.values.map(({value, nodes}) => [value, nodes.length])).to.deep.equal([
      ['2', 2],
      ['1', 1],
    ])
  })
})
