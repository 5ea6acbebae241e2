// area: Modules
// difference: Some modules are not there, and say so by name.
// why: They are tools for developing Node, need V8's own C++, or come later (`http2`).
for (const id of ['http2', 'inspector', 'v8', 'wasi', 'sqlite', 'repl', 'test', 'trace_events', 'sea', 'inspector/promises', 'test/reporters', '_tls_common'])
  try {
    console.log(id, typeof require(`node:${id}`))
  } catch ({ message }) {
    console.log(message.split('\n')[0])
  }
