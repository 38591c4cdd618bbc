import {expect} from 'chai'
import type {BackupOutcome, RdbResult} from '../../../../src/domain/backup.js'
import {planBackup} from '../../../../src/planning/backup.js'
import {backupText, olderBackupText, savingLine} from '../../../../src/commands/backup/text.js'
import {backupDocument} from '../../../../src/contract/backup-outcome.js'
import {WORDS} from '../../../../src/report/document-words.js'
import {id, snapshot} from '../../../support/snapshot.js'

const BEFORE = snapshot(`
  a 0-8191
  b 8192-16383
  c replica of b
`)
const [A, B] = planBackup(BEFORE, {fromReplicas: true}).sources
if (!A || !B) throw new Error('nothing was planned')

const SAVED: RdbResult = {
  source: A,
  milliseconds: 2000,
  status: 'saved',
  checksum: 'verified',
  record: {
    file: A.file,
    bytes: 3_145_728,
    sha256: 'f'.repeat(64),
    rdb_version: 11,
    software: 'redis',
    server_version: '7.2.0',
    started_at: '2026-01-01T00:00:00.000Z',
    finished_at: '2026-01-01T00:00:02.000Z',
    source: A.address,
    source_id: A.from,
    role: A.role,
  },
}
const FAILED: RdbResult = {source: B, milliseconds: 10, status: 'failed', error: 'it broke \u001b[31m'}

const DONE: BackupOutcome = {
  status: 'done',
  dir: 'monday',
  kept: true,
  results: [SAVED],
  missingSlots: [],
  uncertainSlots: [],
  lost: [],
  notes: ['something to know'],
  restoreServer: undefined,
  snapshot: BEFORE,
  findings: [],
}

describe('[U] savingLine', () => {
  it('is what scripts know, and names a replica', () => {
    expect(savingLine(A)).to.equal('>>> Node 10.0.0.1:7001 -> Saving RDB...')
    expect(savingLine(B)).to.equal('>>> Node 10.0.0.2:7002 -> Saving RDB... (from its replica 10.0.0.3:7003)')
  })
})

describe('[U] backupText', () => {
  it('of a complete backup', () => {
    expect(backupText(DONE, {colour: false}).split('\n')).to.deep.equal([
      '10.0.0.1:7001: 3.00M in 2.0 s, 1.50M/s',
      'Saving cluster configuration to: monday/nodes.json',
      '[OK] Backup created into: monday',
    ])
  })

  describe('about a restore', () => {
    const needs = 'Redis 7.2 or later'
    const here = {program: '/opt/redis-server', software: 'redis', version: '7.2.4'} as const
    const words = (restoreServer: BackupOutcome['restoreServer']) =>
      backupText({...DONE, restoreServer}, {colour: false})
        .split('\n')
        .slice(1, -2)

    it('names a server that it can use', () => {
      expect(words({needs, here, fits: true})).to.deep.equal([
        'A restore needs Redis 7.2 or later; on this machine it can use /opt/redis-server (redis 7.2.4).',
      ])
    })

    it('says what to install if no server here reads the files', () => {
      expect(words({needs, here: undefined, fits: false})).to.deep.equal([
        'No server program on this machine can read these files. To restore or verify them here, ' +
          'install Redis 7.2 or later, or name one with --server.',
      ])
    })

    it('says so if a server here is too new for the cluster', () => {
      expect(words({needs, here: {...here, version: '8.6.3'}, fits: false})).to.deep.equal([
        '/opt/redis-server (redis 8.6.3) reads these files, but a cluster of redis 7.2.4 does not understand what ' +
          'it sends; to restore them into such a cluster, install a server of its version, or name one with --server.',
      ])
    })

    it('is left out if nothing was kept', () => {
      const text = backupText(
        {...DONE, restoreServer: {needs, here, fits: true}, kept: false},
        {colour: false},
      )
      expect(text).not.to.contain('restore')
    })

    it('is a note in front for older spellings, only if no server here reads the files', () => {
      const older = (restoreServer: BackupOutcome['restoreServer']) =>
        olderBackupText({...DONE, restoreServer}, {colour: false}).split('\n')
      expect(older({needs, here, fits: true})).to.deep.equal(backupText(DONE, {colour: false}).split('\n'))
      expect(older({needs, here: undefined, fits: false})[0]).to.equal(
        'Note: No server program on this machine can read these files. To restore or verify them here, ' +
          'install Redis 7.2 or later.',
      )
    })
  })

  it('of an incomplete one, without OK', () => {
    const outcome: BackupOutcome = {
      ...DONE,
      status: 'incomplete',
      results: [{...SAVED, checksum: 'none'}, FAILED],
      notes: [],
      missingSlots: [{start: 8192, end: 16_383}],
      uncertainSlots: [{start: 5, end: 5}],
      findings: [{code: 'slots-uncovered', nodes: [], ranges: [], lastOwners: []}],
    }
    expect(backupText(outcome, {colour: false}).split('\n')).to.deep.equal([
      '10.0.0.1:7001: 3.00M in 2.0 s, 1.50M/s; it has no checksum of its own (rdbchecksum no)',
      'Failed: 10.0.0.2:7002: it broke \\x1b[31m',
      'Saving cluster configuration to: monday/nodes.json',
      "*** Cluster seems to have some problems, please be aware of it if you're going to restore this backup.",
      '[ERR] The keys of slots 8192-16383 are in no file.',
      '[ERR] The keys of slot 5 may be in two files or in none: it was being moved.',
      'Incomplete: monday does not contain the whole cluster, and is marked as incomplete.',
    ])
    const kept = backupText({...outcome, kept: false}, {colour: false})
    expect(kept).to.match(/nothing was saved\. The previous backup in monday is still there\.$/)
    expect(kept).not.to.contain('Saving cluster configuration')
  })
})

describe('[U] backupDocument', () => {
  it('has these keys, and leaves out keys whose value is not known', () => {
    const {outcome} = backupDocument({...DONE, results: [SAVED, FAILED]}, WORDS)
    expect(outcome).to.have.all.keys(
      'status dir kept files missingSlots uncertainSlots missingNodes notes restoreServer findings'.split(
        ' ',
      ),
    )
    const [saved, failed] = JSON.parse(JSON.stringify(outcome.files)) as [object, object]
    const both = 'primary source role file slots milliseconds status'
    expect(saved).to.have.all.keys(`${both} bytes sha256 rdbVersion checksum`.split(' '))
    expect(failed).to.have.all.keys(`${both} error`.split(' '))
    expect(failed).to.deep.include({source: {id: id('c'), address: '10.0.0.3:7003'}, role: 'replica'})
  })
})
