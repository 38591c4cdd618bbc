import {expect} from 'chai'
import {checkSettings, checkVersions} from '../../../src/checks/differences.js'
import {snapshot, withNames} from '../../support/snapshot.js'

describe('[U] checkVersions', () => {
  it('finds nothing when all known versions are equal', () => {
    expect(
      checkVersions(snapshot('a version=7.0.15\nb version=7.0.15\nc version=6.0.16 down')),
    ).to.deep.equal([])
  })

  it('lists each version with its nodes', () => {
    const cluster = snapshot('a version=7.0.15\nb version=8.6.3\nc version=7.0.15')
    expect(withNames(checkVersions(cluster))).to.deep.equal([
      {
        code: 'versions-mixed',
        nodes: ['a', 'c', 'b'],
        ranges: [],
        versions: [
          {version: 'redis 7.0.15', nodes: ['a', 'c']},
          {version: 'redis 8.6.3', nodes: ['b']},
        ],
      },
    ])
  })

  it('distinguishes Redis and Valkey', () => {
    expect(checkVersions(snapshot('a version=7.2.4\nb version=7.2.4 software=valkey'))).to.have.length(1)
  })
})

describe('[U] checkSettings', () => {
  it('finds nothing when all known settings are equal', () => {
    const cluster = snapshot('a timeout=5000\nb timeout=5000\nc timeout=9000\nd timeout=9000', {
      nodes: {
        c: {config: undefined},
        d: {
          config: {
            nodeTimeoutMs: undefined,
            requireFullCoverage: undefined,
            migrationBarrier: undefined,
            allowReplicaMigration: undefined,
          },
        },
      },
    })
    expect(checkSettings(cluster)).to.deep.equal([])
  })

  it('gives one finding per setting, with the values as the server writes them', () => {
    const cluster = snapshot('a\nb timeout=5000\nc full-coverage=no')
    expect(withNames(checkSettings(cluster))).to.deep.equal([
      {
        code: 'settings-differ',
        nodes: ['a', 'c', 'b'],
        ranges: [],
        setting: 'cluster-node-timeout',
        values: [
          {value: '15000', nodes: ['a', 'c']},
          {value: '5000', nodes: ['b']},
        ],
      },
      {
        code: 'settings-differ',
        nodes: ['a', 'b', 'c'],
        ranges: [],
        setting: 'cluster-require-full-coverage',
        values: [
          {value: 'yes', nodes: ['a', 'b']},
          {value: 'no', nodes: ['c']},
        ],
      },
    ])
  })

  it('does not compare settings that may differ', () => {
    expect(checkSettings(snapshot('a barrier=1\nb barrier=2 replica-migration=no'))).to.deep.equal([])
  })
})
