/** Limits of a submission, checked before its contents. */
export const MOST_BYTES = 20_000_000
export const MOST_FILES = 2_000
const MOST_DEPTH = 32
/** In bytes of UTF-8, as file systems count them. */
const LONGEST_PATH = 400
const LONGEST_NAME = 255

/** Why a submission is refused, in one sentence. It is the submission's own fault. */
export class SubmissionError extends Error {
  override readonly name = 'SubmissionError'
}

/** Files that systems and editors leave behind: no part of a submission. */
export const isLitter = (name: string): boolean =>
  name.startsWith('.') || name === 'node_modules' || name === '__MACOSX' || name === 'Thumbs.db'

/**
 * Throws for a path within a submission that no program needs and some would stumble over: one that leads out of the
 * folder, is absolute, has control characters, or is nested too deeply.
 */
export function checkPath(path: string): void {
  const shown = JSON.stringify(path.length > 80 ? `${path.slice(0, 80)}…` : path)
  const segments = path.split('/')
  if (path === '' || path.startsWith('/') || /^[A-Za-z]:/.test(path))
    throw new SubmissionError(`${shown} is not a path within the submission`)
  if (segments.includes('..')) throw new SubmissionError(`${shown} leads out of the submission's folder`)
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '__proto__'))
    throw new SubmissionError(`${shown} is an odd path: expected names separated by single slashes`)
  if (/[\p{Cc}\\\uFFFD]/u.test(path))
    throw new SubmissionError(`${shown} has control characters, backslashes or broken text in its name`)
  const isTooLong =
    Buffer.byteLength(path) > LONGEST_PATH || segments.some((name) => Buffer.byteLength(name) > LONGEST_NAME)
  if (isTooLong || segments.length > MOST_DEPTH) throw new SubmissionError(`${shown} is too long or too deep`)
}

/** Counts what has been read, and throws at the first byte or file too many. */
export class Allowance {
  #bytes = 0
  #files = 0

  take(bytes: number): void {
    this.#bytes += bytes
    this.#files++
    if (this.#files > MOST_FILES) throw new SubmissionError(`it holds more than ${MOST_FILES} files`)
    if (this.#bytes > MOST_BYTES) throw new SubmissionError(`it holds more than ${MOST_BYTES / 1e6} MB`)
  }
}
