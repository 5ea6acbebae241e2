import type { LibraryDataTexts } from '../../../library/index.ts'
import { NULL_PROTOTYPE } from '../../library-data.ts'

/**
 * Returns the library's data as a script: an object of functions, each of which returns a part as a literal. In a new context, V8 evaluates
 * literals several times faster than it parses JSON, because the objects' shapes don't exist there yet.
 */
export function dataScript({ bindings, versions, release, entryFrames, outlines }: LibraryDataTexts): string {
  return `({ ${functions({ versions, release, entryFrames, outlines })}, bindings: { ${functions(bindings)} } })`
}

const functions = (texts: Record<string, string>): string =>
  Object.entries(texts)
    .map(([name, text]) => `${JSON.stringify(name)}: () => (${literal(text)})`)
    .join(', ')

/** JSON is JavaScript; `__proto__: null` is an object without a prototype there. */
const literal = (json: string) => json.replaceAll(`"${NULL_PROTOTYPE}":true`, '__proto__:null')
