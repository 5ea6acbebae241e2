import { stripTypeScriptTypes } from 'node:module'
import { compileFunction, Script } from 'node:vm'
import type { Program } from '#node'

type Files = Program['files']

/** What V8 says of a module that is read as a script: Node decides by the same sentences (`node:internal/modules/helpers`). */
const MODULE =
  /^(Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module)$/
/** Longer files, and any that take longer than that, are for the jail: there are sources for which a parser of TypeScript takes for ever. */
const LONGEST = 1 << 18
const TIME_LIMIT_MS = 500
const A_MISTAKE = /^ERR_(INVALID|UNSUPPORTED)_TYPESCRIPT_SYNTAX$/
/** The compiler was stopped on its way, or fell: what it holds may be anything, and nobody asks it again. */
let isBroken = false
/** By its text. Programs of all tests are made of the same files. */
const stripped = new Map<string, string | null>()

/**
 * Files as Node itself would run them, by its own compiler: blanks for types. Each program would load that compiler otherwise, which takes longer than
 * all else that Node does to start. Null where Node has more to do: types that are not mere types, files that are no modules or
 * declare of what kind they are, and files with a mistake, which it tells of.
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

/** Throws when `body` is not done by then. */
function withinTime<T>(body: () => T): T {
  const scope = globalThis as { ackademyCall?: () => T }
  scope.ackademyCall = body
  try {
    return call.runInThisContext({ timeout: TIME_LIMIT_MS })
  } finally {
    delete scope.ackademyCall
  }
}

/** Compiles it and never runs it. */
function isModule(code: string): boolean {
  try {
    compileFunction(code)
    return false
  } catch (error) {
    return MODULE.test((error as Error).message)
  }
}
