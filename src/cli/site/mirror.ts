import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Source } from '#grader/node/index.ts'

/**
 * Makes a folder have exactly these files, by their paths with slashes. Only what differs in size or time is written, so a watcher sees only
 * that. What `keeps` says of a path in the folder stays as it is.
 */
export function mirror(
  files: ReadonlyMap<string, Source>,
  to: string,
  keeps: (path: string) => boolean = () => false,
): void {
  for (const path of filesIn(to)) if (!files.has(path) && !keeps(path)) rmSync(join(to, path))
  for (const [path, source] of files) {
    const target = join(to, path)
    if ('text' in source) writeChanged(target, source.text)
    else copyChanged(source.file, target)
  }
}

function writeChanged(target: string, text: string): void {
  if (statSync(target, { throwIfNoEntry: false }) && readFileSync(target, 'utf8') === text) return
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}

/** With the time of the original, by which it is known the next time. */
function copyChanged(file: string, target: string): void {
  const [now, before] = [statSync(file), statSync(target, { throwIfNoEntry: false })]
  if (before?.size === now.size && Math.abs(before.mtimeMs - now.mtimeMs) < 1) return
  mkdirSync(dirname(target), { recursive: true })
  copyFileSync(file, target)
  utimesSync(target, now.atime, now.mtime)
}

/** Every file below a folder that exists. Links to folders are files here, and not followed. */
function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
}
