/** POSIX paths and file: URLs of the world's files. */

/** Captured before a realm may replace it. */
const { URL: PlatformUrl } = globalThis

/** Returns the `file:` URL of an absolute path; escapes the same characters as Node's `pathToFileURL`. */
export function fileUrl(path: string): string {
  const escaped = path.replace(/[%\\\n\r\t?#]/g, (character) => encodeURIComponent(character))
  return new PlatformUrl(`file://${escaped}`).href
}

/** Returns the absolute path of a `file:` URL, without its query and fragment. */
export function pathOfUrl(url: string): string {
  return decodeURIComponent(new PlatformUrl(url).pathname)
}

export function isFileUrl(text: string): boolean {
  return text.startsWith('file:')
}

/** Parses a URL; null if `text` is not an absolute URL (or, with a base, not one relative to it). */
export function parseUrl(text: string, base?: string): URL | null {
  return PlatformUrl.parse(text, base)
}

/** `/work/lib/a.ts` → `/work/lib`; the root is its own directory. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** Like `path.posix.join` of an absolute directory and a relative path. */
export function joinPath(directory: string, relative: string): string {
  const parts: string[] = []
  for (const part of `${directory}/${relative}`.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** `.ts` of `/work/a.ts`; '' if there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot)
}

/** Yields the directories from a path's own up to the root, in which to search for package.json and node_modules. */
export function* directoriesUpFrom(path: string): Generator<string> {
  for (let directory = directoryOf(path); ; directory = directoryOf(directory)) {
    yield directory
    if (directory === '/') return
  }
}

/** Returns the path of `target` relative to a directory, as `path.posix.relative`. */
export function relativePath(directory: string, target: string): string {
  const from = directory.split('/').filter(Boolean)
  const to = target.split('/').filter(Boolean)
  let common = 0
  while (common < from.length && from[common] === to[common]) common++
  return [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/')
}

/** Returns the package folders for files in a directory, the nearest first. */
export function nodeModulesPaths(directory: string): string[] {
  return [...directoriesUpFrom(`${directory === '/' ? '' : directory}/file`)]
    .filter((above) => !above.endsWith('/node_modules'))
    .map((above) => `${above === '/' ? '' : above}/node_modules`)
}
