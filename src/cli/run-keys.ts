import {emitKeypressEvents} from 'node:readline'
import type {
  ControlChange,
  ControlReply,
  ControlRequest,
  ControlSettings,
  ControlStatus,
} from '../domain/control.js'
import type {Context} from '../operations/context.js'
import {rateText} from '../domain/rate.js'
import {controlText} from '../report/control-text.js'
import type {NameOf} from '../report/names.js'
import type {Progress} from '../report/progress.js'
import {isInForeground} from './foreground.js'
import {type PressedKey, pressedKey} from './pressed-key.js'
import {outliveTerminal} from './stdin.js'
import {guardTerminal, restoreTerminal} from './terminal-guard.js'

const KEYS_TEXT = 'Keys: p pause, r resume, + faster, - slower, ? status, Ctrl-C stop'

type RunKeysOptions = {
  readonly answer: (request: ControlRequest) => Promise<ControlReply>
  readonly nameOf: NameOf
  /** Shows lines between the lines of the progress. */
  readonly say: (text: string) => void
}

/** How long the answer to p may take; the progress shows when it is paused. */
const PAUSE_LIMIT_MS = 60_000
const BY = 'a key in its own terminal'

/** Signals that a terminal sends for these keys, unless it is in raw mode. */
const SIGNALS: Readonly<Record<string, NodeJS.Signals>> = {'ctrl-c': 'SIGINT', 'ctrl-\\': 'SIGQUIT'}

type KeyOfRun = Parameters<typeof pressedKey>[1]

/**
 * Reads keys that control a run in its own terminal, until it is closed. However the process ends, the terminal is as it
 * was: see terminal-guard.ts.
 */
class RunKeys {
  private readonly options: RunKeysOptions
  private isOpen = false

  constructor(options: RunKeysOptions) {
    this.options = options
    const {stdin} = process
    outliveTerminal()
    emitKeypressEvents(stdin)
    stdin.on('keypress', this.keyPressed).once('end', this.leave)
    process.on('SIGCONT', this.enter)
    this.enter()
  }

  /** Gives the terminal back, and reads no more. */
  close(): void {
    process.stdin.off('keypress', this.keyPressed).off('end', this.leave)
    process.off('SIGCONT', this.enter)
    restoreTerminal()
    process.stdin.pause()
  }

  private readonly enter = (): void => {
    // A shell that continues it in the background keeps the terminal.
    if (!isInForeground()) return
    guardTerminal(this.leave)
    this.isOpen = true
    process.stdin.setRawMode(true).resume()
  }

  private readonly leave = (): void => {
    if (!this.isOpen) return
    this.isOpen = false
    process.stdin.setRawMode(false)
  }

  private readonly keyPressed = (text: string | undefined, key: KeyOfRun): void => {
    const pressed = pressedKey(text, key)
    const signal = SIGNALS[pressed.name]
    // As the terminal would do it: to all processes of the job.
    if (signal) process.kill(0, signal)
    else if (pressed.name === 'ctrl-z') this.suspend()
    else void this.press(pressed)
  }

  private suspend(): void {
    restoreTerminal()
    process.stdin.pause()
    process.kill(0, 'SIGTSTP')
  }

  private async press({name}: PressedKey): Promise<void> {
    const {answer, say} = this.options
    if (name === 'p') return void (await answer({do: 'pause', by: BY, limitMs: PAUSE_LIMIT_MS}))
    if (name === 'r') return void (await answer({do: 'resume', by: BY}))
    if (name !== '+' && name !== '-' && name !== '?') return
    const reply = await answer({do: 'status'})
    if (!('status' in reply)) return say(reply.refused)
    if (name === '?') return say(this.statusText(reply.status))
    const settings = faster(reply.status.settings, name === '+' ? 2 : 0.5)
    await answer({do: 'set', by: BY, settings})
    say(changeText(settings))
  }

  private statusText(status: ControlStatus): string {
    return `${controlText(status, this.options.nameOf)}\n${KEYS_TEXT}`
  }
}

/** Whole milliseconds up to which + raises the longest pause: more is a choice for set. */
const MOST_PAUSE_MS = 100

/** What + and - change: the rate if there is one, and the longest pause otherwise. */
export function faster({rate, maxPauseMs}: ControlSettings, times: number): ControlChange {
  if (rate) return {rate: {...rate, perSecond: Math.max(1, Math.round(rate.perSecond * times))}}
  return {
    maxPauseMs: Math.max(1, Math.min(Math.max(MOST_PAUSE_MS, maxPauseMs), Math.round(maxPauseMs * times))),
  }
}

function changeText({rate, maxPauseMs}: ControlChange): string {
  return rate ? `Rate: ${rateText(rate)}` : `Longest pause: ${maxPauseMs} ms`
}

/** Whether keys can be read: on a terminal, by a process in its foreground. */
function canReadKeys(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY && isInForeground()
}

/**
 * Reads keys while steps run, if they are wanted and there is a terminal. `onControl` is for the context of an operation;
 * `close` has to be called at its end.
 */
export function keysDuring(
  wanted: boolean,
  progress: Progress,
  nameOf: NameOf,
): {readonly onControl: NonNullable<Context<never>['onControl']>; readonly close: () => void} {
  let keys: RunKeys | undefined
  const say = (text: string) => {
    progress.stop()
    process.stderr.write(`${text}\n`)
  }
  const close = () => {
    keys?.close()
    keys = undefined
  }
  return {
    close,
    onControl(answer) {
      close()
      if (answer && wanted && canReadKeys()) keys = new RunKeys({answer, nameOf, say})
    },
  }
}
