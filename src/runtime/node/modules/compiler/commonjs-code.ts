/** Makes a function body of a CommonJS file: its own text, except `import()`, which calls the loader. */
import type { Program } from 'acorn'
import { initSync, parse as parseExports } from 'cjs-module-lexer'
import type { TextEdit } from '../position-map.ts'
import type { FrameEdits } from './frame-code.ts'
import { analyseScopes } from './scope-analysis.ts'

initSync()

export interface CommonJsCode {
  readonly edits: readonly TextEdit[]
  readonly parameters: readonly string[]
}

/** Uses Node's wrapper parameters, and one more for `import()`. `frames`: replacement for `await`, if any. */
export function commonJsCode(source: string, program: Program, frames: FrameEdits | null = null): CommonJsCode {
  let importName = '__import'
  while (source.includes(importName)) importName += '_'
  const edits: TextEdit[] = analyseScopes(program, new Set()).dynamicImports.map((start) => ({
    start,
    end: start + 'import'.length,
    replacement: importName,
  }))
  if (source.startsWith('#!')) edits.push({ start: 0, end: 2, replacement: '//' })
  return {
    edits: frames === null ? edits : [...frames.before, ...edits, ...frames.after],
    parameters: ['exports', 'require', 'module', '__filename', '__dirname', importName],
  }
}

/** Returns the export names that Node's `import { name } from './file.cjs'` can see: those that its lexer finds in the text. */
export function commonJsExportNames(source: string): { exportNames: string[]; reexports: string[] } {
  try {
    const { exports, reexports } = parseExports(source)
    return { exportNames: [...new Set(exports)], reexports }
  } catch {
    return { exportNames: [], reexports: [] }
  }
}
