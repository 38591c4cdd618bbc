import {emitKeypressEvents} from 'node:readline'
import {changedParts} from '../report/watch/changed-parts.js'
import {paintedLine, type StyledLine} from '../report/watch/styled.js'
import {type PressedKey, pressedKey} from './pressed-key.js'
import {outliveTerminal} from './stdin.js'
import {guardTerminal, restoreTerminal} from './terminal-guard.js'

/** The alternate screen without a cursor, where a line that is too long is cut. */
const ENTER = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J'
const LEAVE = '\u001B[0m\u001B[?7h\u001B[?25h\u001B[?1049l'
/** Terminals that know these show all that is between them at once. */
const BEGIN_UPDATE = '\u001B[?2026h'
const END_UPDATE = '\u001B[?2026l'
/** Milliseconds after which a process that is to be suspended is suspended. */
const SUSPENDED_MS = 50

export type FullScreenOptions = {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
  readonly colour: boolean
  readonly onKey: (key: PressedKey) => void
  /** The size has changed, or the screen was away: everything has to be painted again. */
  readonly onRepaint: () => void
  /** There is no terminal any more. */
  readonly onLost: () => void
}

/**
 * Takes the whole terminal until it is closed. However the process ends, the terminal is as it was: see
 * terminal-guard.ts.
 */
export class FullScreen {
  private readonly options: FullScreenOptions
  private shown: readonly StyledLine[] = []
  private isOpen = false
  private isClosed = false

  constructor(options: FullScreenOptions) {
    this.options = options
    const {input, output, onLost} = options
    if (input.isTTY) {
      outliveTerminal()
      emitKeypressEvents(input)
      input.on('keypress', this.keyPressed).once('end', onLost).once('error', onLost)
    }
    output.on('resize', this.repaint).once('error', onLost)
    process.on('SIGCONT', this.continued)
    this.open()
  }

  get size(): {readonly width: number; readonly height: number} {
    const {columns, rows} = this.options.output
    return {width: columns || 80, height: rows || 24}
  }

  /** Shows these lines. Writes only what is different from what is on the screen. */
  paint(lines: readonly StyledLine[]): void {
    if (!this.isOpen) return
    const {colour, output} = this.options
    const parts = lines.flatMap((line, row) =>
      changedParts(this.shown[row], line).map(
        ({column, line}) => `\u001B[${row + 1};${column + 1}H${paintedLine(line, colour)}`,
      ),
    )
    this.shown = lines
    if (parts.length > 0) output.write(`${BEGIN_UPDATE}${parts.join('')}${END_UPDATE}`)
  }

  /** Gives the terminal back, and listens no more. */
  close(): void {
    const {input, output, onLost} = this.options
    input.off('keypress', this.keyPressed).off('end', onLost).off('error', onLost)
    output.off('resize', this.repaint).off('error', onLost)
    process.off('SIGCONT', this.continued)
    this.isClosed = true
    restoreTerminal()
    input.pause()
  }

  private open(): void {
    const {input, output} = this.options
    guardTerminal(() => this.leave())
    this.isOpen = true
    this.shown = []
    if (input.isTTY) input.setRawMode(true).resume()
    output.write(ENTER)
  }

  private leave(): void {
    const {input, output} = this.options
    this.isOpen = false
    output.write(LEAVE)
    if (input.isTTY) input.setRawMode(false)
  }

  private readonly repaint = (): void => {
    if (!this.isOpen) return
    this.shown = []
    this.options.output.write('\u001B[2J')
    this.options.onRepaint()
  }

  private readonly keyPressed = (text: string | undefined, key: RawKey): void => {
    if (key.ctrl && key.name === 'z') this.suspend()
    else this.options.onKey(pressedKey(text, key))
  }

  /** Ctrl-Z is a key while the terminal is in raw mode. */
  private suspend(): void {
    restoreTerminal()
    // As the terminal would do it: to all processes of the job.
    process.kill(0, 'SIGTSTP')
    // The system ignores that if no shell could continue the job, such as in `ssh HOST COMMAND`.
    setTimeout(this.unlessSuspended, SUSPENDED_MS)
  }

  private readonly unlessSuspended = (): void => {
    if (!this.isOpen && !this.isClosed) this.continued()
  }

  private readonly continued = (): void => {
    if (this.isOpen) this.leave()
    this.open()
    this.options.onRepaint()
  }
}

type RawKey = Parameters<typeof pressedKey>[1]
