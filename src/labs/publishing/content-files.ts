import { globSync } from 'node:fs'

/** Returns the files of the course that match a pattern, sorted. Addresses are made of these paths, so they have slashes on Windows too. */
export function contentFiles(pattern: string): string[] {
  return globSync(pattern)
    .map((file) => file.replaceAll('\\', '/'))
    .sort()
}
