import type {NodeId} from '../../domain/node.js'
import type {NodeDetail} from '../../domain/node-detail.js'
import {WatchHistory} from '../../domain/watch-history.js'
import type {WatchPicture} from '../../domain/watch.js'
import type {Watcher} from '../../operations/watch.js'
import {FullScreen} from '../../cli/full-screen.js'
import {hasBlocks} from '../../report/bar.js'
import {afterKey, type PressedKey} from '../../report/watch/keys.js'
import type {ScreenSize, WatchModel} from '../../report/watch/model.js'
import {screenLines, scrollableLines, shownRows} from '../../report/watch/screen.js'
import {FIRST_VIEW, type WatchView} from '../../report/watch/view.js'

export type WatchScreenOptions = {
  readonly colour: boolean
  readonly intervalMs: number
  /** Called when the user ends it, or the terminal is gone. */
  readonly onClose: () => void
}

/** The full screen of watch: it shows pictures, and changes the view when keys are pressed. */
export class WatchScreen {
  private readonly watcher: Watcher
  private readonly options: WatchScreenOptions
  private readonly screen: FullScreen
  private readonly history = new WatchHistory()
  private readonly glyphs = {utf8: hasBlocks()}
  private picture: WatchPicture | undefined
  private view: WatchView = FIRST_VIEW
  private detail: WatchModel['detail']
  private isReadingDetail = false

  constructor(watcher: Watcher, options: WatchScreenOptions) {
    this.watcher = watcher
    this.options = options
    this.screen = new FullScreen({
      input: process.stdin,
      output: process.stdout,
      colour: options.colour,
      onKey: (key) => this.keyPressed(key),
      onRepaint: () => this.draw(),
      onLost: options.onClose,
    })
  }

  show(picture: WatchPicture): void {
    this.picture = picture
    this.history.note(picture)
    this.draw()
    void this.readDetail()
  }

  close(): void {
    this.screen.close()
  }

  private draw(): void {
    const model = this.model()
    if (model) this.screen.paint(screenLines(model, this.size()))
  }

  private size(): ScreenSize {
    return {...this.screen.size, glyphs: this.glyphs}
  }

  private model(): WatchModel | undefined {
    const {picture, history, view, detail} = this
    return picture && {picture, history, view, detail, intervalMs: this.options.intervalMs, now: Date.now()}
  }

  private keyPressed(key: PressedKey): void {
    const model = this.model()
    const size = this.size()
    const context = {
      rows: model ? shownRows(model, size.glyphs) : [],
      pageLines: Math.max(1, Math.floor(size.height / 2)),
      scrollable: model ? scrollableLines(model, size) : 0,
    }
    const after = afterKey(this.view, key, context)
    if (after === 'quit') {
      this.options.onClose()
      return
    }
    if (after.selected?.id !== this.view.selected?.id) this.detail = undefined
    this.view = after
    this.draw()
    // Rates of commands are those between two pictures, not between two keys.
    if (!this.detail) void this.readDetail()
  }

  /** Reads the node whose page is shown, and never while a reading is not done. */
  private async readDetail(): Promise<void> {
    const id = this.view.page === 'node' ? this.view.selected?.id : undefined
    if (id === undefined || this.isReadingDetail) return
    this.isReadingDetail = true
    try {
      this.keep(id, await this.watcher.detail(id))
    } finally {
      this.isReadingDetail = false
    }
    this.draw()
  }

  private keep(id: NodeId, last: NodeDetail | string): void {
    if (this.view.selected?.id !== id) return
    const before = this.detail?.last
    this.detail = {before: typeof before === 'string' ? undefined : before, last}
  }
}
