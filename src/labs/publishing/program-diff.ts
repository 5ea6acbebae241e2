import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CodeToken, diffLines, highlightLines } from '../code/index.ts'

/** A line of a program as a lesson shows it; `gap` stands for unchanged lines that are left out. */
export type ShownLine =
  | { kind: 'same' | 'removed' | 'added'; number: number; tokens: readonly CodeToken[] }
  | { kind: 'gap' }

/** Unchanged lines shown on either side of a change. */
const CONTEXT = 2

/** A program below `content/`, whole. */
export function publishedProgram(path: string): ShownLine[] {
  return highlightLines(read(path)).map((tokens, index) => ({ kind: 'same', number: index + 1, tokens }))
}

/** What changed between two versions of a program, each a path below `content/`; lines are numbered as in the version they are from. */
export function publishedDiff(before: string, after: string): ShownLine[] {
  const [old, current] = [read(before), read(after)]
  const [oldLines, currentLines] = [highlightLines(old), highlightLines(current)]
  const [left, right] = [oldLines.values(), currentLines.values()]
  let [oldNumber, number] = [0, 0]
  const lines = diffLines(old, current).map((row): ShownLine & { kind: 'same' | 'removed' | 'added' } => {
    if (row.right === null) return { kind: 'removed', number: ++oldNumber, tokens: left.next().value! }
    if (row.left === null) return { kind: 'added', number: ++number, tokens: right.next().value! }
    oldNumber++
    left.next()
    return { kind: 'same', number: ++number, tokens: right.next().value! }
  })
  if (lines.every(({ kind }) => kind === 'same')) throw new Error(`${before} and ${after} are the same program`)
  return withoutFarLines(lines)
}

function withoutFarLines(lines: readonly ShownLine[]): ShownLine[] {
  const isNear = (index: number) =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind !== 'same')
  return lines.flatMap((line, index): ShownLine[] => {
    if (isNear(index)) return [line]
    return index === 0 || isNear(index - 1) ? [{ kind: 'gap' }] : []
  })
}

function read(path: string): string {
  return readFileSync(join('content', path), 'utf8').trimEnd()
}
