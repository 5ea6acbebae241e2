// area: Objects
// difference: `util.inspect` shows a proxy as the object behind it.
// why: V8 opens proxies to C++ alone.
const { inspect } = require('node:util')
const proxy = new Proxy({ a: 1 }, {})
console.log(inspect(proxy, { showProxy: true }))
