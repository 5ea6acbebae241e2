// Modules whose code is not here can be imported with all of their names, as packages do at their first line.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const kind = (value) => (typeof value === 'function' ? `function ${value.name}` : typeof value)
for (const id of ['_tls_common', 'http2', 'inspector', 'inspector/promises', 'repl', 'sea', 'test', 'test/reporters', 'trace_events', 'v8']) {
  const module = await import(`node:${id}`)
  console.log(id, Object.keys(module).map((name) => `${name}: ${name === 'default' ? typeof module.default : kind(module[name])}`).join(', '))
  console.log(module.default === require(`node:${id}`), require(`node:${id}`) === process.getBuiltinModule(`node:${id}`))
}
const { constants, sensitiveHeaders, Http2ServerRequest } = await import('node:http2')
console.log(Object.keys(constants).length, constants.HTTP2_HEADER_PATH, constants.NGHTTP2_CANCEL, String(sensitiveHeaders))
console.log({} instanceof Http2ServerRequest, class extends Http2ServerRequest {}.name)
// What is so without the code below them.
console.log(require('node:inspector').url(), require('node:inspector').close(), require('node:sea').isSea())
console.log(require('node:trace_events').getEnabledCategories(), require('node:v8').startupSnapshot.isBuildingSnapshot())
