/**
 * Loaded by Node before a learner's program in the jail: gives it the module `ackademy:sockets`, and spares it the compiler of TypeScript where the
 * harness has stripped all types (`strip-types.ts`). Runs with the program's rights, not the harness's.
 */
import { registerHooks } from 'node:module'

/** Where the harness lays files, which nobody can change. */
const LAID = /^file:\/\/\/(?:work|lab)\/.*\.ts$/
// Not imported: to be a module's, all that fs can do would be loaded.
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
