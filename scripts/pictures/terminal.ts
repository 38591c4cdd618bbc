import {spawn} from 'node:child_process'
import {createRequire} from 'node:module'
import type {IBufferCell, IBufferLine, Terminal} from '@xterm/headless'
import type {Run, Screen, Style} from './screen.js'

// It is CommonJS, and what import gives depends on who runs this file.
const xterm = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless')

/** What the terminal showed at a time. */
type Frame = {readonly atMs: number; readonly screen: Screen}

export type Recording = {
  readonly frames: readonly Frame[]
  readonly last: Screen
  readonly exitCode: number | null
}

const ROWS = 200

/** Runs a command on a terminal of so many columns to its end, and records what the terminal shows. */
export async function record(command: readonly string[], columns: number): Promise<Recording> {
  const terminal = new xterm.Terminal({cols: columns, rows: ROWS, allowProposedApi: true})
  const frames: Frame[] = []
  const line = `stty cols ${columns} rows ${ROWS}; exec ${command.map(quote).join(' ')}`
  const {NO_COLOR: _n, ...env} = process.env
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    env: {...env, TERM: 'xterm-256color'},
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let written = Promise.resolve()
  child.stdout.on('data', (data: Buffer) => {
    const atMs = performance.now()
    written = written
      .then(() => write(terminal, data))
      .then(() => void frames.push({atMs, screen: screenOf(terminal)}))
  })
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  await written
  return {frames, last: screenOf(terminal), exitCode}
}

/** The frame that was shown at a share of the time between the first and the last one, such as 0.5. */
export function frameAt({frames}: Recording, share: number): Screen {
  const [first, last] = [frames[0]?.atMs ?? 0, frames.at(-1)?.atMs ?? 0]
  const wanted = first + (last - first) * share
  return frames.findLast(({atMs}) => atMs <= wanted)?.screen ?? []
}

function write(terminal: Terminal, data: Buffer): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(data, resolve)
  })
}

function screenOf(terminal: Terminal): Screen {
  const buffer = terminal.buffer.active
  const rows = Array.from({length: buffer.length}, (_, at) => runsOf(buffer.getLine(at)))
  return rows.slice(0, rows.findLastIndex((row) => row.length > 0) + 1)
}

function runsOf(line: IBufferLine | undefined): readonly Run[] {
  const width = line?.translateToString(true).length ?? 0
  const runs: Run[] = []
  for (let at = 0; at < width; at++) {
    const cell = line?.getCell(at)
    const [text, style] = [cell?.getChars() || ' ', styleOf(cell)]
    const last = runs.at(-1)
    if (last && isSame(last.style, style)) runs[runs.length - 1] = {text: last.text + text, style}
    else runs.push({text, style})
  }
  return runs
}

function styleOf(cell: IBufferCell | undefined): Style {
  return {
    color: cell?.isFgPalette() ? cell.getFgColor() : undefined,
    bold: Boolean(cell?.isBold()),
    dim: Boolean(cell?.isDim()),
  }
}

function isSame(a: Style, b: Style): boolean {
  return a.color === b.color && a.bold === b.bold && a.dim === b.dim
}

function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
