const vm = require('node:vm')

const context = vm.createContext({ x: 1, log: console.log })
vm.runInContext('var y = x + 1; let z = 5; function sum() { return y + z } class Point {} log(sum(), typeof Point)', context)
console.log(Object.keys(context).sort(), vm.runInContext('z * 2', context), vm.runInContext('y', context))
console.log(vm.isContext(context), vm.isContext({}))

console.log(vm.runInNewContext('a + 1', { a: 2 }), vm.runInThisContext('globalThis.shared = 3; shared'), shared)
console.log(vm.runInNewContext('for (var i = 0; i < 3; i++) i * 2'), vm.runInNewContext('if (false) 1'))

const counter = new vm.Script('n++', { filename: 'counter.js' })
const count = vm.createContext({ n: 1 })
counter.runInContext(count)
counter.runInContext(count)
console.log(count.n)

console.log(vm.compileFunction('return a + b', ['a', 'b'])(1, 2))
console.log(vm.runInNewContext('typeof Date + typeof require + typeof process + new Date(0).toISOString()'))

for (const use of [
  () => new vm.Script('var a = ;', { filename: 'bad.js' }),
  () => vm.runInNewContext('throw new TypeError("no")', {}, 'thrown.js'),
  () => vm.runInContext('1', {}),
  () => new vm.Script('1', { filename: 1 }),
])
  try {
    use()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }

vm.runInNewContext('value.then((result) => log("later", result))', { value: Promise.resolve(7), log: console.log })
