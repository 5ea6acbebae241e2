interface Reading<Item> {
  /** Only what is on the same way can lie on each other. */
  way: (item: Item) => string
  /** Where on that way it is; null for what covers nothing and is covered by nothing. */
  place: (item: Item) => readonly number[] | null
  /** In every number of two places: nearer than this, they look like one. */
  nearer: number
  /** Is drawn though another covers it. */
  isKept?: (item: Item) => boolean
}

/** Of a flood, what can be told apart, in its order: of those drawn on each other the last one, which covers the others. */
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
