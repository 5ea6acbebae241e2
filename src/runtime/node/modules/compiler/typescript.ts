/**
 * TypeScript to JavaScript by sucrase: types go, enums and parameter properties become code, lines stay.
 *
 * An import that is used only as a type is removed, and so is one that is never used, as with `tsc`: learners expect this
 * of `import { Options } from './options.ts'`. (Node itself would look for the value.) An import for its effects
 * (`import './setup.ts'`) stays.
 */
import { transform } from 'sucrase'
import { unmasked } from './masked-error.ts'

/** A mistake in a TypeScript file, as an offset; with `message` null, the token there determines the message. */
export interface TypeScriptProblem {
  readonly offset: number
  readonly message: string | null
}

/** Returns the JavaScript of a TypeScript file, on the same lines. */
export function stripTypes(source: string, filename: string): string | TypeScriptProblem {
  try {
    const code = toJavaScript(source, filename)
    return unsupportedSyntax(source) ?? code
  } catch (error) {
    return { offset: unmasked(source, offsetOf(error), (text) => refusal(text, filename)), message: null }
  }
}

/** Position at which sucrase rejects a text. */
function refusal(source: string, filename: string): number | null {
  try {
    toJavaScript(source, filename)
    return null
  } catch (error) {
    return offsetOf(error)
  }
}

function offsetOf(error: unknown): number {
  const offset = (error as { pos?: unknown }).pos
  if (typeof offset !== 'number') throw error
  return offset
}

function toJavaScript(source: string, filename: string): string {
  const options = { disableESTransforms: true, preserveDynamicImport: true, filePath: filename }
  return transform(source, { transforms: ['typescript'], ...options }).code
}

interface UnsupportedForm {
  /** Group 1 is the text before the word to check, group 2 the word. */
  readonly pattern: RegExp
  readonly message: string
}

const UNSUPPORTED: readonly UnsupportedForm[] = [
  {
    pattern: /(^[ \t]*(?:export[ \t]+)?)(namespace|module)(?=[ \t]+[A-Za-z_$][\w$.]*\s*\{)/gm,
    message: 'TypeScript namespace declarations are not supported: export from a file of its own, or use an object',
  },
  {
    pattern: /(^[ \t]*(?:export[ \t]+)?)(import)(?=[ \t]+[A-Za-z_$][\w$]*[ \t]*=[ \t]*(?!require\b)[A-Za-z_$])/gm,
    message: 'TypeScript import aliases are not supported: use const',
  },
]

/** Finds syntax that sucrase would drop silently. */
function unsupportedSyntax(source: string): TypeScriptProblem | null {
  for (const { pattern, message } of UNSUPPORTED) {
    for (const match of source.matchAll(pattern)) {
      const offset = match.index + match[1]!.length
      if (isInsideDeclare(source, match) || !isCode(source, offset, match[2]!.length)) continue
      return { offset, message }
    }
  }
  return null
}

/** `declare global { namespace X {} }` declares types only; code that is indented under a `declare` block counts as inside. */
function isInsideDeclare(source: string, match: RegExpExecArray): boolean {
  const before = source.slice(0, match.index)
  const declare = before.lastIndexOf('\ndeclare ') + 1 || (before.startsWith('declare ') ? 0 : -1)
  return declare >= 0 && /^[ \t]/.test(match[0]) && !/^\}/m.test(before.slice(declare))
}

/** Returns whether a word is code, not part of a comment, string or template: the file then doesn't parse with another text in its place. */
function isCode(source: string, offset: number, length: number): boolean {
  try {
    toJavaScript(`${source.slice(0, offset)}${')'.repeat(length)}${source.slice(offset + length)}`, 'x.ts')
    return false
  } catch {
    return true
  }
}
