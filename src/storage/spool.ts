import {closeSync, fstatSync, openSync, readdirSync, readSync, rmSync, statfsSync, writeSync} from 'node:fs'
import {join} from 'node:path'
import {makeFolder} from './make-folder.js'

const MOST_SEGMENT_BYTES = 64 * 1024 * 1024
/** A full spool has as many files, so that some can be removed. */
const SEGMENTS = 16
const NAME = /^(\d{20})\.stream$/

type Segment = {readonly start: number; readonly path: string; readonly file: number; end: number}

/**
 * A replication stream on disk, as it came, in files whose names are their place in the stream. What has been applied is
 * removed. Throws what the file system says.
 */
export class Spool {
  private readonly folder: string
  private readonly segmentBytes: number
  private segments: Segment[] = []

  private constructor(folder: string, limitBytes: number) {
    this.folder = folder
    this.segmentBytes = Math.min(MOST_SEGMENT_BYTES, Math.ceil(limitBytes / SEGMENTS))
  }

  /**
   * Opens what an earlier run left from `offset` on, or an empty one that begins there. `limitBytes`: how much the caller wants
   * to have there at most.
   */
  static open(folder: string, offset: number, limitBytes = Infinity): Spool {
    makeFolder(folder, 0o700)
    const spool = new Spool(folder, limitBytes)
    for (const name of readdirSync(folder).toSorted()) {
      const start = Number(NAME.exec(name)?.[1] ?? Number.NaN)
      if (!Number.isNaN(start)) spool.takeIn(start, join(folder, name))
    }
    const [first] = spool.segments
    if (!first || first.start > offset || spool.end < offset) spool.beginAt(offset)
    return spool
  }

  /** Removes all of it, and begins anew at this byte of the stream. */
  beginAt(offset: number): void {
    for (const segment of this.segments) this.remove(segment)
    this.segments = []
    this.add(offset)
  }

  /** Number of bytes of the stream that have arrived. */
  get end(): number {
    return this.segments.at(-1)?.end ?? 0
  }

  /** The first byte that it still has. */
  get start(): number {
    return this.segments[0]?.start ?? 0
  }

  /** Bytes on disk. */
  get bytes(): number {
    return this.end - this.start
  }

  /** Bytes that its disk can still take. */
  get freeBytes(): number {
    const {bavail, bsize} = statfsSync(this.folder)
    return bavail * bsize
  }

  append(chunk: Buffer): void {
    const last = this.segments.at(-1)
    const segment = last && last.end - last.start < this.segmentBytes ? last : this.add(this.end)
    for (let done = 0; done < chunk.length;) {
      const position = segment.end - segment.start
      const written = writeSync(segment.file, chunk, done, chunk.length - done, position)
      done += written
      segment.end += written
    }
  }

  /** Up to `most` bytes from this byte of the stream on; fewer at the end of a file. */
  read(offset: number, most: number): Buffer {
    const segment = this.segments.findLast(({start}) => start <= offset)
    if (!segment) throw new RangeError(`the spool begins after byte ${offset}`)
    const {start, end, file} = segment
    const wanted = Math.min(most, end - offset)
    const buffer = Buffer.allocUnsafe(Math.max(0, wanted))
    const read = readSync(file, buffer, 0, buffer.length, offset - start)
    const next = this.segments.find((one) => one.start === end)
    // A command may begin in one file and end in the next one.
    return next && read < most && end < this.end
      ? Buffer.concat([buffer.subarray(0, read), this.read(end, most - read)])
      : buffer.subarray(0, read)
  }

  /** Removes the files of which nothing after this byte is left. */
  dropBefore(offset: number): void {
    while (this.segments.length > 1 && (this.segments[0]?.end ?? offset) <= offset) {
      const [first] = this.segments.splice(0, 1)
      if (first) this.remove(first)
    }
  }

  /** Closes its files, and keeps them for the next run. */
  close(): void {
    for (const {file} of this.segments) closeSync(file)
    this.segments = []
  }

  /** Removes all of it, with its folder. */
  destroy(): void {
    this.close()
    rmSync(this.folder, {recursive: true, force: true})
  }

  /** A gap means that files are missing: only what follows it is usable. */
  private takeIn(start: number, path: string): void {
    const file = openSync(path, 'r+')
    const segment = {start, path, file, end: start + fstatSync(file).size}
    if (this.segments.length > 0 && this.end !== start) {
      for (const one of this.segments) this.remove(one)
      this.segments = []
    }
    this.segments.push(segment)
  }

  private add(start: number): Segment {
    const path = join(this.folder, `${String(start).padStart(20, '0')}.stream`)
    const segment = {start, path, file: openSync(path, 'w+', 0o600), end: start}
    this.segments.push(segment)
    return segment
  }

  private remove({file, path}: Segment): void {
    closeSync(file)
    rmSync(path, {force: true})
  }
}
