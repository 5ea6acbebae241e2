/** At most so many of a list, those around a place in it; the last ones when the place is its end. */
export function near<T>(items: readonly T[], place: number, most: number): readonly T[] {
  if (items.length <= most) return items
  const start = Math.max(0, Math.min(items.length - most, place - Math.floor(most / 2)))
  return items.slice(start, start + most)
}
