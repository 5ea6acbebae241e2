import type { MountSource, SourceEntry } from './mounted.ts'

const encoder = new TextEncoder()

/** Texts in memory as the source of a mounted tree. `files`: by path from its root, without a slash at the start. */
export function textSource(files: Readonly<Record<string, string>>): MountSource {
  const folders = new Map<string, Map<string, SourceEntry>>([['', new Map()]])
  const contents = new Map<string, Uint8Array>()
  for (const [path, text] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = encoder.encode(text)
    contents.set(path, bytes)
    place(path, { kind: 'file', size: bytes.length, executable: false })
  }
  return {
    list: (path) => [...(folders.get(path) ?? [])],
    read: (path, position, length) => (contents.get(path) ?? new Uint8Array(0)).subarray(position, position + length),
  }

  function place(path: string, entry: SourceEntry): void {
    const slash = path.lastIndexOf('/')
    const folder = path.slice(0, Math.max(0, slash))
    if (!folders.has(folder)) {
      folders.set(folder, new Map())
      place(folder, { kind: 'directory' })
    }
    folders.get(folder)!.set(path.slice(slash + 1), entry)
  }
}
