/**
 * The top frame of Node 24.21's own loader in the errors that it makes. Such an error has no frame of the program, and
 * `util.inspect` would put an error without any frame in brackets.
 */
export const NODE_FRAME = {
  resolve: '    at finalizeResolution (node:internal/modules/esm/resolve:272:11)',
  link: '    at #asyncInstantiate (node:internal/modules/esm/module_job:455:21)',
  module: '    at compileSourceTextModule (node:internal/modules/esm/utils:319:16)',
  commonjs: '    at wrapSafe (node:internal/modules/cjs/loader:1861:18)',
  json: '    at parse (<anonymous>)',
} as const
