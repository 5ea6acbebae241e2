/** A queue with a moving head: taking the first item costs the same for any length. */
export class FrameQueue<Item> {
  #items: (Item | undefined)[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  /** Puts items in front of all others, in their order. */
  unshift(items: readonly Item[]): void {
    this.#items.splice(0, this.#head, ...items)
    this.#head = 0
  }

  /** Removes and returns the first item. Throws RangeError if the queue is empty. */
  shift(): Item {
    const item = this.#items[this.#head]
    if (item === undefined) throw new RangeError('Nothing waits in this queue')
    if (this.#items.length === 1) {
      // Usually it is the only one.
      this.#items.pop()
      return item
    }
    this.#items[this.#head++] = undefined
    if (this.#head === this.#items.length) {
      this.#items.length = 0
      this.#head = 0
    } else if (this.#head >= 256 && this.#head * 2 > this.#items.length) {
      this.#items.splice(0, this.#head)
      this.#head = 0
    }
    return item
  }
}
