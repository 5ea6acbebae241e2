/** A row of two texts side by side: the same line, a line only in the first, or one only in the second. */
export interface DiffRow {
  left: string | null
  right: string | null
}

/** Limit on pairs of lines to compare: beyond it, the middle part counts as completely different. */
const MOST_PAIRS = 4_000_000

/** Compares two texts line by line with the fewest differences (longest common subsequence). */
export function diffLines(before: string, after: string): DiffRow[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const same = (line: string): DiffRow => ({ left: line, right: line })
  const middle = diffMiddle(a.slice(start, a.length - end), b.slice(start, b.length - end))
  return [...a.slice(0, start).map(same), ...middle, ...a.slice(a.length - end).map(same)]
}

function diffMiddle(a: readonly string[], b: readonly string[]): DiffRow[] {
  const removed = (left: string): DiffRow => ({ left, right: null })
  const added = (right: string): DiffRow => ({ left: null, right })
  if (a.length * b.length > MOST_PAIRS) return [...a.map(removed), ...b.map(added)]
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
  const rows: DiffRow[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const isSame = i < a.length && j < b.length && a[i] === b[j]
    const goesDown = j === b.length || (i < a.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    if (isSame) rows.push({ left: a[i++]!, right: b[j++]! })
    else rows.push(goesDown ? removed(a[i++]!) : added(b[j++]!))
  }
  return rows
}
