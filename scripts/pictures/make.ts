// Makes docs/pictures from what the built program shows of a cluster that it starts: npm run pictures
import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {damage, fill} from './cluster.js'
import {promptRows} from './prompt.js'
import type {Screen} from './screen.js'
import {THEMES, toSvg} from './svg.js'
import {frameAt, record} from './terminal.js'

const ROOT = join(import.meta.dirname, '../..')
const OUT = join(ROOT, 'docs/pictures')
const PROGRAM = [process.execPath, join(ROOT, 'bin/run.js')]
const COLUMNS = 80
const PORT = 7000
const SEED = `127.0.0.1:${PORT}`

const folder = mkdtempSync(join(tmpdir(), 'clustertool-pictures-'))
process.env['XDG_STATE_HOME'] = join(folder, 'state')
process.env['XDG_CACHE_HOME'] = folder
const local = ['--dir', join(folder, 'cluster')]
mkdirSync(OUT, {recursive: true})
try {
  run('local', 'start', '--nodes', '6', '--replicas', '1', '--port', String(PORT), ...local)
  await fill(PORT)
  await drawCheck()
  await drawReshard()
  await damage(PORT)
  await drawFix()
} finally {
  run('local', 'clean', ...local)
  rmSync(folder, {recursive: true, force: true})
}

async function drawCheck(): Promise<void> {
  const {last} = await record([...PROGRAM, 'check', SEED], COLUMNS)
  draw('check', ['check', SEED], last, 'The nodes of a healthy cluster in a table, and the verdict.')
}

async function drawReshard(): Promise<void> {
  const words = ['reshard', SEED, '--from', SEED, '--to', `127.0.0.1:${PORT + 1}`, '--slots', '3000', '--yes']
  const screen = frameAt(await record([...PROGRAM, ...words], COLUMNS), 0.6)
  draw('reshard', words, screen, 'The plan of a move of slots, and its progress about half way.')
}

async function drawFix(): Promise<void> {
  const {last} = await record([...PROGRAM, 'fix', SEED, '--dry-run'], COLUMNS)
  draw(
    'fix',
    ['fix', SEED, '--dry-run'],
    last,
    'What fix found in a damaged cluster, and the steps that would repair it.',
  )
}

/** Two pictures of a screen, below the command line that led to it. */
function draw(name: string, args: readonly string[], shown: Screen, description: string): void {
  const words = ['clustertool', ...args]
  const screen = [...promptRows(words, COLUMNS), ...shown]
  for (const [theme, colors] of Object.entries(THEMES)) {
    const picture = {title: words.join(' '), description, columns: COLUMNS, screen, theme: colors}
    writeFileSync(join(OUT, `${name}-${theme}.svg`), toSvg(picture))
  }
}

function run(...args: readonly string[]): void {
  execFileSync(process.execPath, [PROGRAM[1] ?? '', ...args], {stdio: ['ignore', 'ignore', 'inherit']})
}
