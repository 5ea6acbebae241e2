/**
 * Loaded by Node before a learner's program in the jail: gives it the module `ackademy:sockets`. Runs with the program's rights, not the
 * harness's.
 */
import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'ackademy:sockets'
      ? { url: 'file:///ackademy/sockets.mjs', format: 'module', shortCircuit: true }
      : next(specifier, context),
})
