import type {Operator} from '../../src/domain/operator.js'
import {stateFolder} from '../../src/journal/folder.js'
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

// Loaded before all tests: their journals and caches, and those of programs that they start, are in a folder that is
// deleted afterwards.
const folder = mkdtempSync(join(tmpdir(), 'clustertool-test-state-'))
process.env['XDG_STATE_HOME'] = folder
process.env['XDG_CACHE_HOME'] = join(folder, 'cache')
mkdirSync(process.env['XDG_CACHE_HOME'])
// Tests must never reach the clusters of the person who runs them.
process.env['XDG_CONFIG_HOME'] = folder
for (const name of ['CONFIG', 'PROFILE', 'NODE', 'USER', 'CACERT', 'CERT', 'KEY']) {
  delete process.env[`CLUSTERTOOL_${name}`]
}
process.on('exit', () => rmSync(folder, {recursive: true, force: true}))

let started = 0

/** The operator of an operation in a test: a new one each time, later than those before. */
export function testOperator(): {readonly operator: Operator; readonly stateFolder: string} {
  const startedAt = Math.round(performance.timeOrigin) + started++
  return {operator: {host: 'test', pid: process.pid, startedAt}, stateFolder: stateFolder(process.env)}
}
