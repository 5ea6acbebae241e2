import { type Attempt, type Files, SOLUTION } from '../exercise/index.ts'
import { MOST_CHANGED_LINES } from './capture-wrong.ts'
import { changedLines, editsBetween } from './edits-between.ts'
import type { AttemptForm } from './write-attempt.ts'

/** Attempts that are stored differently once one of them has another program, by name. */
export type CapturedAttempts = Map<string, AttemptForm & { files: Files }>

/**
 * Stores a program as an attempt: as edits of the closest other program, or whole if none is close. Attempts that are edits
 * of this one keep their programs, so they are stored anew too.
 */
export function captureAttempt(
  solution: Files,
  attempts: readonly Attempt[],
  name: string,
  files: Files,
): CapturedAttempts {
  const programs = new Map([[SOLUTION, solution], ...attempts.map((one) => [one.name, one.files] as const)])
  const bases = new Map(attempts.map((one) => [one.name, one.like]))
  const found: CapturedAttempts = new Map()
  programs.set(name, files)
  const dependents = attempts.filter(({ like }) => like === name)
  for (const one of [name, ...dependents.map((attempt) => attempt.name)]) {
    const form = { ...closestForm(one, programs, bases), files: programs.get(one)! }
    bases.set(one, form.like)
    found.set(one, form)
  }
  return found
}

/** Edits of the closest program that isn't made from this one itself. */
function closestForm(
  name: string,
  programs: ReadonlyMap<string, Files>,
  bases: ReadonlyMap<string, string | undefined>,
): AttemptForm {
  const comesFromIt = (other: string | undefined): boolean =>
    other !== undefined && (other === name || comesFromIt(bases.get(other)))
  const files = programs.get(name)!
  const near = [...programs]
    .filter(([other]) => !comesFromIt(other))
    .map(([like, base]) => ({ like, base, lines: linesBetween(base, files) }))
    .filter(({ lines }) => lines > 0 && lines <= MOST_CHANGED_LINES)
    .sort((a, b) => a.lines - b.lines)[0]
  return near ? { like: near.like, edits: editsOfFiles(near.base, files) } : { like: undefined, edits: {} }
}

/** Changed lines of all files; infinite where a file is only in one of them, which no edit can say. */
function linesBetween(base: Files, files: Files): number {
  if (Object.keys({ ...base, ...files }).some((file) => base[file] === undefined || files[file] === undefined))
    return Number.POSITIVE_INFINITY
  return Object.entries(files).reduce((sum, [file, text]) => sum + changedLines(base[file]!, text), 0)
}

const editsOfFiles = (base: Files, files: Files): AttemptForm['edits'] =>
  Object.fromEntries(
    Object.entries(files).flatMap(([file, text]) =>
      base[file] === text ? [] : [[file, editsBetween(base[file]!, text)]],
    ),
  )
