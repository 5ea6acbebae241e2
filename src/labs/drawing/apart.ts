interface Reading<Item> {
  /** Only drawings on the same path can cover each other. */
  way: (item: Item) => string
  /** Position on that path; null for a drawing that covers nothing and cannot be covered. */
  place: (item: Item) => readonly number[] | null
  /** Distance below which two positions look the same, in every coordinate. */
  nearer: number
  /** Drawn even if another covers it. */
  isKept?: (item: Item) => boolean
}

/** Thins out a flood of drawings, keeping their order: of those that cover each other, the last one stays. */
export function apart<Item>(items: readonly Item[], { way, place, nearer, isKept }: Reading<Item>): Item[] {
  const covering = new Map<string, readonly number[]>()
  const seen = items.toReversed().filter((item) => {
    const here = place(item)
    if (here === null) return true
    const other = covering.get(way(item))
    const isCovered = other?.every((number, index) => Math.abs(number - here[index]!) < nearer) === true
    if (isCovered && isKept?.(item) !== true) return false
    covering.set(way(item), here)
    return true
  })
  return seen.reverse()
}
