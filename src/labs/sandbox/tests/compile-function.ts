import type { CompileFunction } from '#node/modules/index.ts'

/** Global where a script leaves its function. */
const scope = globalThis as unknown as {
  importScripts: (url: string) => void
  // biome-ignore lint/complexity/noBannedTypes: the compiled text may be any function
  ackademyCompiled?: Function
}

/**
 * Compiles a test file in a worker: as a script from a blob, which the policy permits, where `new Function` would need
 * `unsafe-eval`. Its stack frames carry the file's own name.
 */
export const compileFunction: CompileFunction = (code, parameters, filename) => {
  const source = `globalThis.ackademyCompiled=function(${parameters.join(',')}){${code}\n}\n//# sourceURL=${filename}`
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  try {
    scope.importScripts(url)
    return scope.ackademyCompiled!
  } finally {
    URL.revokeObjectURL(url)
    delete scope.ackademyCompiled
  }
}
