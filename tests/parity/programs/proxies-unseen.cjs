// Proxies give themselves away to the engine alone.
// differs in Chromium: in the page a proxy cannot be told from its target: util.types.isProxy says false, and structuredClone copies it
const { types } = require('util')
console.log(types.isProxy(new Proxy({}, {})))
try {
  console.log(structuredClone(new Proxy({}, {})))
} catch (error) {
  console.log(error.message)
}
