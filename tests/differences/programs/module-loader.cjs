// area: Modules
// difference: `node:module` has no hooks and no source maps, and `Module.wrapper` is ignored.
// why: The project's own loader also works in a page: it turns files into functions without wrapping their text.
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
