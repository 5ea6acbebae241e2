// area: Modules
// difference: Some modules can be imported but throw when they are used: they have only names and constants.
// why: They are tools for developing Node or need V8's own C++.
for (const [id, use] of Object.entries({
  inspector: ({ Session }) => new Session(),
  v8: ({ getHeapStatistics }) => getHeapStatistics(),
  wasi: ({ WASI }) => new WASI({ version: 'preview1' }),
  sqlite: ({ DatabaseSync }) => new DatabaseSync(':memory:'),
  repl: ({ isValidSyntax }) => isValidSyntax('1'),
  trace_events: ({ createTracing }) => createTracing({ categories: ['v8'] }),
  'test/reporters': ({ spec }) => spec(),
  _tls_common: ({ createSecureContext }) => createSecureContext(),
}))
  try {
    console.log(id, typeof use(require(`node:${id}`)))
  } catch ({ message }) {
    console.log(message)
  }
