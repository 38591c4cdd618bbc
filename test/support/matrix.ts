import {execFileSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {delimiter, join, resolve} from 'node:path'
import {parseVersion} from '../../src/local/server-version.js'

/** A server program that tests can run on. */
export type ServerProgram = {
  /** For example `Redis 7.0`. */
  readonly name: string
  readonly path: string
  readonly software: 'redis' | 'valkey'
  /** For example `7.0.15`. */
  readonly version: string
}

/**
 * Runs a body of tests once for each server program. A required server that is missing is skipped; in CI it fails.
 */
export function matrix(title: string, body: (program: ServerProgram) => void): void {
  for (const program of serverPrograms()) describe(`${title} (${program.name})`, () => body(program))
  const missing = missingServers(serverPrograms())
  if (missing.length === 0) return
  warnOnce(missing)
  describe(title, () => {
    for (const name of missing) {
      if (process.env['CI'] === 'true') it(`runs on ${name}`, () => fail(name))
      else it.skip(`runs on ${name}`)
    }
  })
}

/**
 * The server on PATH and those in $CLUSTERTOOL_SERVERS, a folder that scripts/servers.sh fills (default
 * .servers/bin); one for each name, the one on PATH first.
 */
export function serverPrograms(): readonly ServerProgram[] {
  known ??= findPrograms()
  return known
}

/** The program for tests that need no particular one. Throws if there is none. */
export function defaultProgram(): string {
  const [first] = serverPrograms()
  if (first === undefined) throw new Error('there is no server to test with; run bash scripts/test.sh')
  return first.path
}

/** Names of the required servers that are not among the programs. */
export function missingServers(programs: readonly Pick<ServerProgram, 'software' | 'version'>[]): string[] {
  const isThere = ({software, major, minor}: Required): boolean =>
    programs.some((program) => {
      const [ownMajor = 0, ownMinor = 0] = program.version.split('.').map(Number)
      return program.software === software && ownMajor === major && ownMinor >= minor
    })
  return REQUIRED.filter((required) => !isThere(required)).map(nameOf)
}

type Required = {readonly software: 'redis' | 'valkey'; readonly major: number; readonly minor: number}

// The oldest version for each way of working; a later minor version is accepted too.
const REQUIRED: readonly Required[] = [
  {software: 'redis', major: 6, minor: 0},
  {software: 'redis', major: 7, minor: 0},
  {software: 'redis', major: 8, minor: 6},
  {software: 'valkey', major: 9, minor: 1},
]

let known: readonly ServerProgram[] | undefined
let warned = false

function findPrograms(): ServerProgram[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const own = process.env['CLUSTERTOOL_SERVERS'] ?? resolve(import.meta.dirname, '../../.servers/bin')
  const paths = [
    ...onPath.flatMap((folder) => programsIn(folder, /^(redis|valkey)-server$/)),
    ...programsIn(own, /^(redis|valkey)-server-/),
  ]
  const programs = paths.flatMap((path) => readProgram(path) ?? [])
  return programs.filter(({name}, index) => programs.findIndex((other) => other.name === name) === index)
}

function programsIn(folder: string, pattern: RegExp): string[] {
  try {
    const names = readdirSync(folder).filter((name) => pattern.test(name))
    return names.toSorted().map((name) => join(folder, name))
  } catch {
    return []
  }
}

function readProgram(path: string): ServerProgram | undefined {
  try {
    const parsed = parseVersion(execFileSync(path, ['--version'], {encoding: 'utf8', stdio: 'pipe'}))
    if (parsed === undefined) return undefined
    const [major = 0, minor = 0] = parsed.version.split('.').map(Number)
    return {...parsed, name: nameOf({software: parsed.software, major, minor}), path}
  } catch {
    return undefined
  }
}

function nameOf({software, major, minor}: Required): string {
  return `${software === 'redis' ? 'Redis' : 'Valkey'} ${major}.${minor}`
}

function warnOnce(missing: readonly string[]): void {
  if (warned) return
  warned = true
  process.stderr.write(
    `\n*** NOT TESTED on ${missing.join(', ')}: not installed; run bash scripts/test.sh ***\n\n`,
  )
}

function fail(name: string): never {
  throw new Error(`${name} is missing, and CI=true: run bash scripts/servers.sh .servers`)
}
