// area: Modules
// difference: `node:module` has no hooks and knows no source maps; `Module.wrapper` is not asked.
// why: Modules are loaded by a loader of the project's own, which works in a page too: it makes functions of files and wraps no text.
const Module = require('node:module')
for (const use of [
  () => Module.registerHooks({}),
  () => Module.register('data:text/javascript,'),
  () => Module.stripTypeScriptTypes('let a: number'),
  () => Module.syncBuiltinESMExports(),
  () => Module.findPackageJSON('..', __filename),
  () => new Module.SourceMap({ version: 3, sources: [], mappings: '' }),
])
  try {
    console.log(typeof use())
  } catch ({ message }) {
    console.log(message)
  }
