/** Returns at most so many items of a list around an index; the last ones when the index is its end. */
export function near<T>(items: readonly T[], place: number, most: number): readonly T[] {
  if (items.length <= most) return items
  const start = Math.max(0, Math.min(items.length - most, place - Math.floor(most / 2)))
  return items.slice(start, start + most)
}
