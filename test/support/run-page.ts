import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {mkdir, readFile, rm, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {ENTRY} from './cli.js'
import {blocksOf, commandLinesIn, type DocBlock} from './doc-blocks.js'
import {killServersIn} from './kill-servers.js'
import {freeBasePort} from './servers.js'
import {temporaryFolder} from '../unit/local/fake-server.js'

const LIMIT_MS = 120_000
/** Pages use ports 7000 to 7099. */
const PORTS = 100

export type PageRun = {readonly exitCode: number | null; readonly output: string; readonly commands: number}

/**
 * Runs all lines of a page in one shell, as a reader would, in an empty folder with an empty home folder, and stops at
 * the first one that fails. The ports of the page are replaced by free ones. All servers that the lines started are
 * killed afterwards.
 */
export async function runPage(path: string): Promise<PageRun> {
  await using folder = await temporaryFolder()
  const base = await freeBasePort(PORTS)
  const lines = scriptOf(await readFile(path, 'utf8')).replace(/\b70(\d\d)\b/g, (_, last: string) =>
    String(base + Number(last)),
  )
  const bin = join(folder.path, 'bin')
  await mkdir(bin)
  await symlink(ENTRY, join(bin, 'clustertool'))
  const work = join(folder.path, 'work')
  await mkdir(work)
  try {
    const {exitCode, output} = await runShell(lines, {
      cwd: work,
      env: {
        HOME: folder.path,
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        LANG: 'C.UTF-8',
        SHELL: '/bin/bash',
      },
    })
    return {exitCode, output, commands: lines.split('\n').filter((line) => /\S/.test(line)).length}
  } finally {
    await killServersIn(folder.path)
    await rm(work, {recursive: true, force: true})
  }
}

function scriptOf(page: string): string {
  return blocksOf(page).flatMap(linesOf).join('\n')
}

function linesOf(block: DocBlock): string[] {
  if (block.why !== undefined) return []
  if (block.language === 'sh') return [block.text]
  return block.language === 'yaml' ? commandLinesIn(block) : []
}

async function runShell(
  script: string,
  options: {readonly cwd: string; readonly env: Readonly<Record<string, string>>},
): Promise<{exitCode: number | null; output: string}> {
  const child = spawn('bash', ['-exo', 'pipefail', '-c', script], {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  })
  const pieces: Buffer[] = []
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece))
  child.stderr.on('data', (piece: Buffer) => pieces.push(piece))
  const [exitCode] = (await once(child, 'exit')) as [number | null]
  return {exitCode, output: Buffer.concat(pieces).toString()}
}
