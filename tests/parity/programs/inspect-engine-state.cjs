// What only the engine can see: the state of promises, the rest of an iterator, a proxy's two halves.
// differs: inspect cannot see what only the engine knows: every promise is shown as pending, a collection's iterator as empty, a proxy as its target
const { inspect } = require('util')
console.log(Promise.resolve(5), new Map([['x', 1]]).entries(), new Set([1]).values(), inspect(new Proxy({ a: 1 }, {}), { showProxy: true }))
