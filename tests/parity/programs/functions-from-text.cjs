// Functions and values made from text, as templates, validators and codecs make them.
const add = new Function('a', 'b = 1', 'return a + b')
console.log(add(2), add(2, 3), add.name, add.length, add instanceof Function, add.constructor === Function)
console.log(String(add))
console.log(Function('a,b', 'c', 'return [a, b, c]')(1, 2, 3))
console.log(new Function('return typeof require + typeof process + typeof setTimeout')())
console.log(new Function('"use strict"; return this')())
const local = 'hidden'
console.log(new Function('return typeof local')(), local)
console.log((() => {}).constructor === Function, Function.prototype.constructor === Function, Function.name)
const AsyncFunction = (async () => {}).constructor
const GeneratorFunction = function* () {}.constructor
new AsyncFunction('value', 'return await value')(Promise.resolve('awaited')).then(console.log)
console.log([...new GeneratorFunction('yield 1; yield 2')()])
class Special extends Function {
  twice(value) {
    return this(this(value))
  }
}
console.log(new Special('n', 'return n * 3').twice(2))
console.log((0, eval)('1 + 1'), (0, eval)('({ a: 1 })'), eval(7), (0, eval)('var made = 5; made'), made)
for (const wrong of ['{', 'return', 'a b', '}); ({']) {
  try {
    console.log(new Function('a', wrong)())
  } catch (error) {
    console.log(error.name, error instanceof SyntaxError)
  }
}
