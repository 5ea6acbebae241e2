import { stripTypeScriptTypes } from 'node:module'
import { compileFunction, Script } from 'node:vm'
import type { Program } from '#node'

type Files = Program['files']

/** V8's errors for a module that is parsed as a script: Node decides by the same messages (`node:internal/modules/helpers`). */
const MODULE =
  /^(Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module)$/
/** Limits; longer or slower files are compiled in the jail, since hostile sources can keep a TypeScript parser busy forever. */
const LONGEST = 1 << 18
const TIME_LIMIT_MS = 500
const A_MISTAKE = /^ERR_(INVALID|UNSUPPORTED)_TYPESCRIPT_SYNTAX$/
/** The compiler was interrupted or crashed: its state is undefined, so it is not used again. */
let isBroken = false
/** Results by source text: the programs of all tests consist of the same files. */
const stripped = new Map<string, string | null>()

/**
 * Replaces types with blanks, using Node's own compiler. Otherwise each program would load that compiler, which takes longer than
 * everything else that Node does at startup. Returns null where Node must do it: syntax that is more than types, files that are not modules
 * or that declare their kind, and files with syntax errors, which Node reports.
 */
export function stripTypes(files: Files): Files | null {
  if (Object.keys(files).some((path) => /\.[cm]ts$|package\.json$/.test(path))) return null
  const texts = Object.entries(files).map(([path, text]) => [path, isCode(path, text) ? textOf(text) : text] as const)
  return texts.some(([, text]) => text === null) ? null : (Object.fromEntries(texts) as Files)
}

const isCode = (path: string, text: Files[string]): text is string => typeof text === 'string' && path.endsWith('.ts')

function textOf(text: string): string | null {
  if (!stripped.has(text)) stripped.set(text, strip(text))
  return stripped.get(text)!
}

function strip(text: string): string | null {
  if (isBroken || text.length > LONGEST) return null
  try {
    const code = withinTime(() => stripTypeScriptTypes(text))
    return isModule(code) ? code : null
  } catch (error) {
    isBroken = !A_MISTAKE.test((error as NodeJS.ErrnoException).code ?? '')
    return null
  }
}

const call = new Script('ackademyCall()')

/** Throws if `body` takes longer. */
function withinTime<T>(body: () => T): T {
  const scope = globalThis as { ackademyCall?: () => T }
  scope.ackademyCall = body
  try {
    return call.runInThisContext({ timeout: TIME_LIMIT_MS })
  } finally {
    delete scope.ackademyCall
  }
}

/** Compiles the source without running it. */
function isModule(code: string): boolean {
  try {
    compileFunction(code)
    return false
  } catch (error) {
    return MODULE.test((error as Error).message)
  }
}
