import { diffArrays } from 'diff'
import { type Edit, makeEdit } from '../exercise/index.ts'

/** Lines of the older text that others replace. */
interface Hunk {
  at: number
  removed: number
  added: string[]
}

/** Finds the shortest edits that turn `before` into `after`, each with enough context to make its place unique. */
export function editsBetween(before: string, after: string): Edit[] {
  const end = sharedEnd(before, after)
  const hunks = hunksBetween(before, after)
  let lines = linesBefore(before, end)
  let moved = 0
  return merged(hunks, lines).map((hunk) => {
    const here = { ...hunk, at: hunk.at + moved }
    const next = lines.toSpliced(here.at, here.removed, ...here.added)
    const edit = shortestEdit(lines, here, { from: lines.join('\n') + end, to: next.join('\n') + end })
    lines = next
    moved += here.added.length - here.removed
    return edit
  })
}

/** Lines that were removed, and lines that were added. */
export function changedLines(before: string, after: string): number {
  return hunksBetween(before, after).reduce((sum, { removed, added }) => sum + removed + added.length, 0)
}

/** Returns the break after the last line if both texts have it: no edit needs it. */
const sharedEnd = (before: string, after: string): string => (before.endsWith('\n') && after.endsWith('\n') ? '\n' : '')

const linesBefore = (text: string, end: string): string[] => text.slice(0, text.length - end.length).split('\n')

function hunksBetween(before: string, after: string): Hunk[] {
  const end = sharedEnd(before, after)
  const hunks: Hunk[] = []
  let at = 0
  let isOpen = false
  for (const { added, removed, value } of diffArrays(linesBefore(before, end), linesBefore(after, end))) {
    if (!added && !removed) at += value.length
    else if (!isOpen) hunks.push({ at, removed: 0, added: [] })
    isOpen = added || removed
    const hunk = hunks.at(-1)
    if (added) hunk!.added.push(...value)
    if (!removed) continue
    hunk!.removed += value.length
    at += value.length
  }
  return hunks
}

/** Hunks with one line between them are one edit: that line twice is shorter than a second edit. */
function merged(hunks: Hunk[], before: readonly string[]): Hunk[] {
  const found: Hunk[] = []
  for (const hunk of hunks) {
    const last = found.at(-1)
    const end = last ? last.at + last.removed : 0
    if (!last || hunk.at - end > 1) {
      found.push({ ...hunk })
      continue
    }
    last.added = [...last.added, ...before.slice(end, hunk.at), ...hunk.added]
    last.removed = hunk.at + hunk.removed - last.at
  }
  return found
}

/** Tries the hunk alone, then with one line around it, then with two …; all lines are always found once. */
function shortestEdit(lines: readonly string[], hunk: Hunk, { from, to }: { from: string; to: string }): Edit {
  const leadsThere = (edit: Edit) => {
    const made = makeEdit(from, edit)
    return 'text' in made && made.text === to
  }
  const within = (around: number) =>
    windows(lines, hunk, around)
      .flatMap(({ from, to }) => formsOf(lines, hunk, from, to))
      .filter(leadsThere)
  for (let around = 0; around <= lines.length; around++) {
    const shortest = within(around)
    if (shortest.length === 0) continue
    // One more line may spare the reader a block that begins with white space.
    const all = shortest.every(awkwardness) ? [...shortest, ...within(around + 1)] : shortest
    return all.sort((a, b) => awkwardness(a) - awkwardness(b))[0]!
  }
  return { find: `${from}\n`, put: `${to}\n` }
}

/** The stretches of lines with the hunk and so many lines around it, more of them above it first. */
function windows(lines: readonly string[], { at, removed }: Hunk, around: number): { from: number; to: number }[] {
  return Array.from({ length: around + 1 }, (_, below) => ({
    from: at - (around - below),
    to: at + removed + below,
  })).filter(({ from, to }) => from >= 0 && to <= lines.length && to > from)
}

/** A stretch as whole lines, and where it is one line as a part of it. */
function formsOf(lines: readonly string[], { at, removed, added }: Hunk, from: number, to: number): Edit[] {
  const find = lines.slice(from, to)
  const put = [...lines.slice(from, at), ...added, ...lines.slice(at + removed, to)]
  const [shortFind, shortPut] = dedented(find, put)
  const whole = { find: closed(shortFind), put: closed(shortPut) }
  const [only] = shortFind
  if (shortFind.length > 1 || !only || put.length === 0) return [whole]
  return [{ find: only, put: shortPut.length === 1 ? shortPut[0]! : closed(shortPut) }, whole]
}

const closed = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

/** Strips the white space that all lines of both begin with. */
function dedented(find: string[], put: string[]): [string[], string[]] {
  const filled = [...find, ...put].filter((line) => line !== '')
  if (find.every((line) => line === '')) return [find, put]
  const widths = filled.map((line) => /^[ \t]*/.exec(line)![0])
  const shared = widths.reduce((a, b) => sharedStart(a, b))
  const cut = (lines: string[]) => lines.map((line) => line.slice(line === '' ? 0 : shared.length))
  return [cut(find), cut(put)]
}

function sharedStart(a: string, b: string): string {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return a.slice(0, length)
}

/** Counts blocks that begin with white space, for which YAML needs an explicit indentation. */
const awkwardness = ({ find, put }: Edit): number => [find, put].filter((text) => /^\s/.test(text)).length
