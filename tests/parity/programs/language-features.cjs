// What the language offers, in a process and in its contexts, is what Node's engine has, whatever engine runs the platform.
// differs in Chromium: the browser's engine is newer than Node's: it has Map.prototype.getOrInsert and Uint8Array.fromBase64, which Node 24 does not have
const vm = require('node:vm')
const types = () =>
  [
    globalThis.Temporal, Date.prototype.toTemporalInstant, Iterator.concat, Iterator.from, Map.groupBy, Map.prototype.getOrInsert,
    WeakMap.prototype.getOrInsertComputed, Uint8Array.fromBase64, Uint8Array.prototype.toHex, Promise.try, Error.isError, RegExp.escape,
    Math.f16round, globalThis.Float16Array, Array.fromAsync, Set.prototype.union, Math.sumPrecise, WebAssembly.Memory.prototype.toResizableBuffer,
  ]
    .map((value) => typeof value)
    .join(' ')
console.log(types())
console.log(vm.runInNewContext(`(${types})()`))
console.log(vm.runInContext(`(${types})()`, vm.createContext(vm.constants.DONT_CONTEXTIFY)))
console.log(vm.runInNewContext('Temporal', { Temporal: 'from the sandbox' }))
console.log(Object.getOwnPropertyNames(Uint8Array.prototype), Object.getOwnPropertyNames(Map.prototype), Object.getOwnPropertyNames(Iterator))
