/** A heap of items, of which `pop` returns the least one. */
export class Heap<T> {
  private readonly items: T[] = []
  private readonly precedes: (a: T, b: T) => boolean

  /** An empty heap; `precedes` says whether the first item is less than the second one. */
  constructor(precedes: (a: T, b: T) => boolean) {
    this.precedes = precedes
  }

  push(item: T): void {
    this.items.push(item)
    for (let child = this.items.length - 1; child > 0;) {
      const parent = (child - 1) >> 1
      if (!this.precedes(this.at(child), this.at(parent))) return
      this.swap(child, parent)
      child = parent
    }
  }

  /** The least item, which is removed; undefined if there is none. */
  pop(): T | undefined {
    const [first] = this.items
    const last = this.items.pop()
    if (this.items.length === 0 || last === undefined) return first
    this.items[0] = last
    this.sink()
    return first
  }

  private sink(): void {
    for (let parent = 0; ;) {
      const children = [2 * parent + 1, 2 * parent + 2].filter((child) => child < this.items.length)
      const least = children.reduce((a, b) => (this.precedes(this.at(b), this.at(a)) ? b : a), parent)
      if (least === parent) return
      this.swap(parent, least)
      parent = least
    }
  }

  private at(index: number): T {
    return this.items[index] as T
  }

  private swap(a: number, b: number): void {
    const item = this.at(a)
    this.items[a] = this.at(b)
    this.items[b] = item
  }
}
