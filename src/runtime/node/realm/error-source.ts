/** The expression that `assert` shows: the one in which it was called (lib/internal/errors/error_source.js, without a parser). */
import type { RealmContext } from './context.ts'
import { placeOfError } from './stack-trace.ts'

/** Returns the line of the call below which a stack was captured, and the column in it, from 0. */
export function errorSourceLocation(
  realm: RealmContext,
  error: { stack?: unknown },
): { sourceLine: string; startColumn: number } | undefined {
  const place = placeOfError(realm, error)
  const sourceLine = place === null ? null : realm.program?.line(place.file, place.line)
  return place && sourceLine ? { sourceLine, startColumn: place.column - 1 } : undefined
}

export function errorSourceExpression(realm: RealmContext, error: { stack?: unknown }): string | undefined {
  const location = errorSourceLocation(realm, error)
  return location && firstExpression(location.sourceLine, location.startColumn)
}

/** `assert.`, `assert?.strict[` and the like, directly before a call's own name. */
const MEMBER_ACCESS =
  /[\p{ID_Start}$_][\p{ID_Continue}$]*\s*(?:(?:\?\.|[.[\]])\s*(?:[\p{ID_Continue}$]+|'[^']*'|"[^"]*")?\s*)+$/u

/** Code whose parentheses don't count: strings, and regular expressions where a value may begin. */
const OPAQUE = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=[(,=:!&|?[{;]\s*)\/(?:[^/\\]|\\.)+\/|[();]/g

/** Returns the code from the object of a member access to the call's closing parenthesis; of a call over several lines, the first line. */
function firstExpression(code: string, startColumn: number): string {
  const start = MEMBER_ACCESS.exec(code.slice(0, startColumn))?.index ?? startColumn
  let depth = 0
  for (const { 0: token, index } of code.matchAll(OPAQUE)) {
    if (index < startColumn) continue
    if (token === '(') depth++
    else if (token === ')' && --depth === 0) return code.slice(start, index + 1)
  }
  return code.slice(start)
}
