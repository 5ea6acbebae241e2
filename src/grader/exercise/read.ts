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

/** A parsed YAML file: its value, and the position of each part. */
export interface Read<T> {
  value: T
  located: Located
}

/** Reads several files of an exercise and collects the problems of all of them. */
export class Reader {
  readonly problems: Problem[] = []

  /** Returns null if the file is missing or wrong, and adds the reason to the problems. */
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

  /** Adds a problem that no schema can see: `message` is `found …, expected …`. */
  report(located: Located, path: Path, message: string): void {
    this.problems.push(problemAt(located, path, message))
  }

  /** Throws if there were any problems. */
  finish(): void {
    if (this.problems.length > 0) throw new FileProblems(this.problems)
  }
}

/** Fills in missing fields from the module: maps key by key; any other value is kept as it is. */
function withDefaults(own: Located, defaults: Located): Located {
  if (own.kind !== 'map' || defaults.kind !== 'map') return own
  const entries = new Map<string, LocatedEntry>(own.entries)
  for (const [key, fallback] of defaults.entries) {
    const entry = entries.get(key)
    entries.set(key, entry ? { ...entry, value: withDefaults(entry.value, fallback.value) } : fallback)
  }
  return { ...own, entries }
}
