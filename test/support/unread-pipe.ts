import {execFileSync, type ChildProcess} from 'node:child_process'
import {closeSync, constants, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'

/** A full pipe that nobody reads and nobody closes: whoever writes to it waits forever. */
export class UnreadPipe implements Disposable {
  readonly fd: number
  private readonly folder: string

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'clustertool-pipe-'))
    const path = join(this.folder, 'pipe')
    execFileSync('mkfifo', [path])
    this.fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    // In a pipe that has room for less than a page, small pieces still fit.
    for (const size of [4096, 1]) fill(this.fd, Buffer.alloc(size, '\n'))
  }

  [Symbol.dispose](): void {
    closeSync(this.fd)
    rmSync(this.folder, {recursive: true})
  }
}

function fill(fd: number, piece: Buffer): void {
  try {
    for (;;) writeSync(fd, piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
  }
}

/** For as long a user would take it for stuck, on a busy machine, too. */
const SOON_MS = 5000

/** Sends SIGTERM to a process, and returns its exit code, or that it is still there after a while. Ends it in any case. */
export async function endedSoon(child: ChildProcess): Promise<number | null | 'still there'> {
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  try {
    return await Promise.race([ended, sleep(SOON_MS, 'still there' as const)])
  } finally {
    child.kill('SIGKILL')
    await ended
  }
}
