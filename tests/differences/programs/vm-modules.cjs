// area: Modules
// difference: `vm.SourceTextModule`, `vm.measureMemory` and code caches of `vm.Script` are not there.
// why: The first two are experiments of Node's. In a page the contexts of `node:vm` share the language's own objects, and a script's `timeout` has no effect.
const vm = require('node:vm')
const { cachedDataRejected } = new vm.Script('1', { cachedData: new vm.Script('1').createCachedData() })
console.log(cachedDataRejected)
