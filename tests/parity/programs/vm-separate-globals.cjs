// differs in Chromium: contexts of a page share the language's own objects
// differs in Firefox: contexts of a page share the language's own objects
const vm = require('node:vm')

console.log(vm.runInNewContext('[]') instanceof Array, vm.runInNewContext('new Map([[1, 2]])'))
const global = vm.createContext(vm.constants.DONT_CONTEXTIFY)
console.log(vm.runInContext('globalThis', global) === global, vm.isContext(global))
const where = '(() => { try { null.x } catch (error) { return error.stack.split("\\n")[1] } })()'
console.log(vm.runInNewContext(where, {}, { filename: 'here.js', lineOffset: 4 }))
