/** Pathname expansion (XCU 2.6.6, 2.14): `*`, `?` and `[a-z]` in place of parts of a file's name. */
import { AT_LINK, Op } from '../../syscalls/index.ts'
import { namesIn } from '../folder.ts'
import type { System } from '../system.ts'

/** One character of a pattern. `quoted`: it stands for itself. */
export interface PatternCharacter {
  character: string
  quoted: boolean
}

type Pattern = readonly PatternCharacter[]

export const isSpecial = ({ character, quoted }: PatternCharacter): boolean => !quoted && /[*?[]/.test(character)

const textOf = (pattern: Pattern): string => pattern.map(({ character }) => character).join('')

/** Returns the paths that a pattern matches, in order; none: the shell keeps the pattern as it is. */
export function matchingPaths(system: System, pattern: Pattern): string[] {
  let found = ['']
  const parts = partsOf(pattern)
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    found = found.flatMap((path) => {
      const names = part.some(isSpecial) ? matchingNames(system, path, part) : [textOf(part)]
      return names.map((name) => (isLast ? path + name : `${path}${name}/`))
    })
  }
  return found.filter((path) => system.call(Op.stat, AT_LINK, 0, 0, path) >= 0).sort(byBytes)
}

const byBytes = (one: string, other: string): number => (one < other ? -1 : Number(one > other))

function partsOf(pattern: Pattern): PatternCharacter[][] {
  const parts: PatternCharacter[][] = [[]]
  for (const one of pattern) {
    if (one.character === '/') parts.push([])
    else parts.at(-1)!.push(one)
  }
  return parts
}

function matchingNames(system: System, folder: string, pattern: Pattern): string[] {
  const names = namesIn(system, folder === '' ? '.' : folder)
  if (typeof names === 'number') return []
  const all = pattern[0]!.character === '.' ? ['.', '..', ...names] : names.filter((name) => !name.startsWith('.'))
  return all.filter((name) => matches(name, pattern))
}

/** Matches a whole name. On a mismatch only the latest `*` takes one more character: the cost is at most their product, whatever the pattern. */
export function matches(name: string, pattern: Pattern): boolean {
  let [at, next] = [0, 0]
  let star = -1
  let taken = 0
  while (at < name.length || next < pattern.length) {
    const one = pattern[next]
    if (one && isSpecial(one) && one.character === '*') {
      star = ++next
      taken = at
      continue
    }
    const end = one && at < name.length ? endOfMatch(name[at]!, pattern, next) : -1
    if (end >= 0) {
      at++
      next = end
    } else {
      if (star < 0 || taken >= name.length) return false
      next = star
      at = ++taken
    }
  }
  return true
}

/** Returns where the pattern continues if its next part matches this character; -1 if it doesn't. */
function endOfMatch(character: string, pattern: Pattern, at: number): number {
  const one = pattern[at]!
  if (!isSpecial(one)) return one.character === character ? at + 1 : -1
  if (one.character === '?') return at + 1
  const set = readSet(pattern, at)
  if (set === null) return character === '[' ? at + 1 : -1
  return set.has(character) !== set.negated ? set.end : -1
}

/** Reads `[abc]`, `[a-z]`, `[!x]`. Null: no bracket closes it, so it stands for itself. */
function readSet(pattern: Pattern, start: number) {
  let at = start + 1
  const negated = pattern[at]?.character === '!' && !pattern[at]!.quoted
  if (negated) at++
  const first = at
  const ranges: [string, string][] = []
  for (; at < pattern.length; at++) {
    const { character, quoted } = pattern[at]!
    if (character === ']' && !quoted && at > first) {
      const has = (one: string) => ranges.some(([from, to]) => one >= from && one <= to)
      return { negated, has, end: at + 1 }
    }
    const last = pattern[at + 2]
    const isRange = pattern[at + 1]?.character === '-' && last !== undefined && last.character !== ']'
    ranges.push([character, isRange ? last.character : character])
    if (isRange) at += 2
  }
  return null
}
