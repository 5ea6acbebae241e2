/** Paths that a file derives from its own location: `new URL('../x', import.meta.url)`, `join(import.meta.dirname, '../x')`. */
import { dirname, join } from 'node:path'

const OF_ITSELF = [
  /new URL\(\s*['"`](\.[^'"`$]*)['"`$][^)]*import\.meta\.url/g,
  /(?:join|resolve)\(\s*import\.meta\.dirname\s*,\s*['"`](\.[^'"`$]*)['"`$]/g,
  /\$\{import\.meta\.dirname\}\/(\.\.[^'"`$]*)/g,
]

/** Returns the paths that `text` of `file` names, from the repository's folder; of a template, the text before its first placeholder. */
export function pathStrings(file: string, text: string): string[] {
  return OF_ITSELF.flatMap((pattern) => [...text.matchAll(pattern)]).map(([, path]) =>
    join(dirname(file), path!).replace(/\/$/, ''),
  )
}
