/** The block that Node prints above an uncaught error: the place, the line of source and a caret (GetErrorSource in C++). */
import type { RealmContext } from './context.ts'
import type { ThrowPlace } from './types.ts'

/** Returns the excerpt for a place in compiled text; null when the text is the runtime's own. */
export function excerptAt(realm: RealmContext, place: ThrowPlace): string | null {
  const { filename, line, column, length } = place
  if (filename.startsWith(realm.platform.libraryFilename)) {
    const source = realm.platform.libraryPlace(filename, line)
    return source && excerpt(`node:${source.id}:${source.line}`, source.text, column, length)
  }
  const original = realm.program?.originalPlace(filename, line, column)
  const text = original && realm.program?.line(filename, original.line)
  return !original || text == null ? null : excerpt(`${filename}:${original.line}`, text, original.column, length)
}

const TOP_FRAME = /\n {4}at (?:async )?(?:[^\n]*? \()?((?:file:\/\/|node:|\/)[^\n()]*?):(\d+):(\d+)\)?(?:\n|$| \{)/

/** Returns the excerpt for where an error was created, from its stack: all that is known of a rejection. */
export function excerptOfError(realm: RealmContext, error: unknown): string | null {
  const made = placeMade(realm, error)
  return made && excerpt(made.name, made.text, made.column, 1)
}

/**
 * Returns the excerpt for where an error was thrown, in an environment that cannot tell: an 'error' event without a listener throws in
 * Node's `events`, and `throw new …` throws on the line that creates the error.
 */
export function excerptOfThrown(realm: RealmContext, error: unknown): string | null {
  if (wasUnhandledEvent(realm, error)) return excerptOfUnhandledEvent(realm)
  const made = placeMade(realm, error)
  const thrown = made && /\bthrow\s+$/.exec(made.text.slice(0, made.column - 1))
  return made && excerpt(made.name, made.text, thrown ? thrown.index + 1 : made.column, 1)
}

function placeMade(realm: RealmContext, error: unknown): { name: string; text: string; column: number } | null {
  const stack = typeof error === 'object' && error !== null ? (error as Error).stack : undefined
  const frame = typeof stack === 'string' ? TOP_FRAME.exec(stack) : null
  if (!frame) return null
  const [file, line, column] = [frame[1]!, Number(frame[2]), Number(frame[3])]
  const text = file.startsWith('node:')
    ? realm.platform.libraryLine(file.slice(5), line)
    : realm.program?.line(file, line)
  return text == null ? null : { name: `${file}:${line}`, text, column }
}

/** Returns whether `emit('error')` without a listener threw the error: it marks the error. */
function wasUnhandledEvent(realm: RealmContext, error: unknown): boolean {
  const { kEnhanceStackBeforeInspector } = realm.require('internal/errors')
  return typeof error === 'object' && error !== null && Object.hasOwn(error, kEnhanceStackBeforeInspector)
}

function excerptOfUnhandledEvent(realm: RealmContext): string | null {
  const { libraryLine } = realm.platform
  let line = 1
  for (let text = libraryLine('events', line); text !== null; text = libraryLine('events', ++line))
    if (text.includes("// Unhandled 'error' event"))
      return excerpt(`node:events:${line}`, text, text.indexOf('throw') + 1, 1)
  return null
}

function excerpt(place: string, text: string, column: number, length: number): string {
  if (column < 1 || column - 1 + length > text.length) return `${place}\n${text}\n`
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ')
  return `${place}\n${text}\n${indent}${'^'.repeat(length)}\n`
}
