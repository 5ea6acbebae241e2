import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** Relative path → text. */
export type Files = Record<string, string>

/** Files under a folder, by their path in it. */
export function filesUnder(files: Files, folder: string): Files {
  const prefix = `${folder}/`
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, text]) => [path.slice(prefix.length), text]),
  )
}

/** Returns an exercise's files without its solution and what reveals it: attempts, some of which are right, and wrong programs, whose edits quote it. */
export const withoutAnswers = (files: Files): Files =>
  Object.fromEntries(
    Object.entries(files).filter(([path]) => !/^(solution\/|attempts\/|wrong\/|wrong\.yaml$)/.test(path)),
  )

/** Hash of bytes: `sha256:…`. */
export const hashBytes = (bytes: Uint8Array): string => `sha256:${bytesToHex(sha256(bytes))}`

/** Hash of paths and texts, in any order: `sha256:…`. */
export function hashFiles(files: Files): string {
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))
  return hashBytes(utf8ToBytes(JSON.stringify(entries)))
}
