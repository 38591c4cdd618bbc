import type {NodeId} from './node.js'
import {Ring} from './ring.js'
import type {WatchNews, WatchPicture} from './watch.js'

/** The last figures of one node, or of the whole cluster. */
export type FigureHistory = {
  readonly ops: Ring<number>
  readonly memory: Ring<number>
  readonly netIn: Ring<number>
  readonly netOut: Ring<number>
}

/** As many pictures as there are seconds in ten minutes. */
const POINTS = 600
const NEWS = 500

/** What was shown in the last minutes. It takes the same memory however long it runs. */
export class WatchHistory {
  readonly total = emptyHistory()
  private readonly nodes = new Map<NodeId, FigureHistory>()
  private readonly recentNews = new Ring<WatchNews>(NEWS)

  /** The oldest first. */
  get news(): readonly WatchNews[] {
    return this.recentNews.values
  }

  /** Undefined for a node that has never answered. */
  of(id: NodeId): FigureHistory | undefined {
    return this.nodes.get(id)
  }

  note({sample, rates, news, unread}: WatchPicture): void {
    for (const one of news) this.recentNews.push(one)
    if (unread !== undefined) return
    const {nodes} = sample.snapshot
    for (const {id, info} of nodes) {
      const rate = rates.nodes.get(id)
      if (rate) push(this.historyOf(id), {...rate, memory: info?.usedMemory ?? 0})
    }
    const memory = nodes
      .filter(({role}) => role === 'primary')
      .reduce((sum, {info}) => sum + (info?.usedMemory ?? 0), 0)
    push(this.total, {...rates.total, memory})
    const members = new Set(nodes.map(({id}) => id))
    for (const id of this.nodes.keys()) if (!members.has(id)) this.nodes.delete(id)
  }

  private historyOf(id: NodeId): FigureHistory {
    const known = this.nodes.get(id) ?? emptyHistory()
    this.nodes.set(id, known)
    return known
  }
}

function emptyHistory(): FigureHistory {
  const series = () => new Ring<number>(POINTS)
  return {ops: series(), memory: series(), netIn: series(), netOut: series()}
}

type Figures = {
  readonly opsPerSecond: number
  readonly netInPerSecond: number
  readonly netOutPerSecond: number
  readonly memory: number
}

function push({ops, memory, netIn, netOut}: FigureHistory, figures: Figures): void {
  ops.push(figures.opsPerSecond)
  memory.push(figures.memory)
  netIn.push(figures.netInPerSecond)
  netOut.push(figures.netOutPerSecond)
}
