// area: Modules
// difference: `vm.SourceTextModule`, `vm.measureMemory` and the code cache of `vm.Script` are missing.
// why: The first two are experimental in Node. In a page the contexts of `node:vm` share the language's own objects, and a script's `timeout` has no effect.
const vm = require('node:vm')
const { cachedDataRejected } = new vm.Script('1', { cachedData: new vm.Script('1').createCachedData() })
console.log(cachedDataRejected)
