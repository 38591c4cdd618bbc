import {execFile} from 'node:child_process'
import {mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Address} from '../../src/domain/address.js'
import type {BackupNode, BackupOutcome} from '../../src/domain/backup.js'
import {backup} from '../../src/operations/backup.js'
import type {BackupContext, BackupOptions} from '../../src/operations/backup-fetch.js'
import type {ServerProgram} from './matrix.js'
import {PLAIN} from './test-cluster.js'

export type BackupWishes = Partial<BackupOptions> & Partial<BackupContext>

/** Runs backup with default flags, but with shorter time limits. */
export function runBackup(seed: Address, dir: string, wishes: BackupWishes = {}): Promise<BackupOutcome> {
  const {connection, signal, onEvent, onStart, rdbReaders, ...options} = wishes
  return backup(
    {host: seed.host, port: seed.port},
    {
      dir,
      fromReplicas: false,
      replace: false,
      allowIncomplete: false,
      parallel: undefined,
      silenceMs: 10_000,
      version: '0.0.0',
      ...options,
    },
    {
      connection: connection ?? PLAIN,
      signal: signal ?? new AbortController().signal,
      onEvent: onEvent ?? (() => undefined),
      onStart: onStart ?? (() => undefined),
      rdbReaders: rdbReaders ?? (() => Promise.resolve({needs: 'any server', here: []})),
    },
  )
}

/** The elements of a nodes.json. */
export async function readNodes(dir: string): Promise<BackupNode[]> {
  return JSON.parse(await readFile(join(dir, 'nodes.json'), 'utf8')) as BackupNode[]
}

/** The output of the checker that comes with a server; throws if the RDB is damaged. */
export async function checkWithServer(program: ServerProgram, rdb: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clustertool-test-'))
  try {
    const [file, ...args] = await checkerOf(program, folder)
    const {stdout} = await run(file, [...args, rdb])
    return stdout
  } finally {
    await rm(folder, {recursive: true})
  }
}

/** The server program is the checker if it is called by that name; a program that a script starts contains it. */
async function checkerOf({path, software}: ServerProgram, folder: string): Promise<[string, ...string[]]> {
  const checker = join(folder, `${software}-check-rdb`)
  const script = await readFile(path, 'latin1')
  const real = script.startsWith('#!') ? /\S+(?= "\$@")/.exec(script)?.[0] : undefined
  await symlink(real ?? path, checker)
  if (real === undefined) return [checker]
  const copy = join(folder, 'checker')
  await writeFile(copy, script.replace(`${real} "$@"`, `${checker} "$@"`))
  // Not executed itself: "text file busy", if another process is started while this one writes it.
  return ['sh', copy]
}

const run = promisify(execFile)
