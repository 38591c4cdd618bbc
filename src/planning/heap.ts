/** A heap of items, of which `pop` returns the least one. */
export type Heap<T> = {readonly push: (item: T) => void; readonly pop: () => T | undefined}

/** An empty heap; `precedes` says whether the first item is less than the second one. */
export function createHeap<T>(precedes: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = []
  const at = (index: number) => items[index] as T

  function rise(index: number): void {
    for (let child = index; child > 0;) {
      const parent = (child - 1) >> 1
      if (!precedes(at(child), at(parent))) return
      swap(child, parent)
      child = parent
    }
  }

  function sink(): void {
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      let least = parent
      if (left < items.length && precedes(at(left), at(least))) least = left
      if (right < items.length && precedes(at(right), at(least))) least = right
      if (least === parent) return
      swap(parent, least)
      parent = least
    }
  }

  function swap(a: number, b: number): void {
    const item = at(a)
    items[a] = at(b)
    items[b] = item
  }

  return {
    push(item) {
      items.push(item)
      rise(items.length - 1)
    },
    pop() {
      const [first] = items
      const last = items.pop()
      if (items.length === 0 || last === undefined) return first
      items[0] = last
      sink()
      return first
    },
  }
}
