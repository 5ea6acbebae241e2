/**
 * Loaded by Node before a learner's program in the jail: provides the module `ackademy:sockets`, and avoids loading the TypeScript compiler if
 * the harness has stripped all types (`strip-types.ts`). Runs with the program's rights, not the harness's.
 */
import { registerHooks } from 'node:module'

/** Folder of the harness's files, read-only in the jail. */
const LAID = /^file:\/\/\/(?:work|lab)\/.*\.ts$/
// Not imported: an import would load all of fs.
const { readFileSync } = process.getBuiltinModule('node:fs')
const areTypesStripped = import.meta.url.endsWith('?stripped')

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'ackademy:sockets'
      ? { url: 'file:///ackademy/sockets.mjs', format: 'module', shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) =>
    areTypesStripped && LAID.test(url)
      ? { format: 'module', source: readFileSync(new URL(url)), shortCircuit: true }
      : next(url, context),
})
