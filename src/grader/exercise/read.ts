import type { z } from 'zod'
import {
  FileProblems,
  type Located,
  type LocatedEntry,
  type Path,
  type Problem,
  parseLocated,
  problemAt,
  validate,
} from '#lab/yaml/index.ts'

/** A YAML file as it was read: its value, and where each part of it stands. */
export interface Read<T> {
  value: T
  located: Located
}

/** Reads several files of an exercise and keeps everything that is wrong in any of them. */
export class Reader {
  readonly problems: Problem[] = []

  /** Null when the file is missing or wrong; the reason is then among the problems. */
  read<S extends z.ZodType>(
    schema: S,
    file: string,
    text: string | undefined,
    defaults?: Located,
  ): Read<z.output<S>> | null {
    if (text === undefined) {
      this.problems.push({ file, line: 1, column: 1, path: '', message: 'file not found' })
      return null
    }
    try {
      const own = parseLocated(file, text)
      const located = defaults ? withDefaults(own, defaults) : own
      return { value: validate(schema, located), located }
    } catch (error) {
      if (!(error instanceof FileProblems)) throw error
      this.problems.push(...error.problems)
      return null
    }
  }

  /** A problem that no schema can see: `message` is `found …, expected …`. */
  report(located: Located, path: Path, message: string): void {
    this.problems.push(problemAt(located, path, message))
  }

  /** Throws when anything was wrong. */
  finish(): void {
    if (this.problems.length > 0) throw new FileProblems(this.problems)
  }
}

/** What a file leaves out, taken from its module; a map is filled up key by key, anything else stands as it is. */
function withDefaults(own: Located, defaults: Located): Located {
  if (own.kind !== 'map' || defaults.kind !== 'map') return own
  const entries = new Map<string, LocatedEntry>(own.entries)
  for (const [key, fallback] of defaults.entries) {
    const entry = entries.get(key)
    entries.set(key, entry ? { ...entry, value: withDefaults(entry.value, fallback.value) } : fallback)
  }
  return { ...own, entries }
}
