// What an array holds beside its elements: names and symbols, hidden ones where they are asked for, and what only looks like an index.
const { inspect, isDeepStrictEqual } = require('node:util')
const decorated = (object) => {
  object.name = 1
  object['01'] = 2
  object['4294967295'] = 3
  object[Symbol('seen')] = 4
  Object.defineProperty(object, 'hidden', { value: 5 })
  Object.defineProperty(object, Symbol('unseen'), { value: 6 })
  return object
}
const made = () => [[1, , 3], new DataView(new ArrayBuffer(2)), new Map([[1, 2]]), new Set([1])]
for (const object of [...made(), new Proxy([7], {})]) {
  console.log(inspect(decorated(object)))
  console.log(inspect(object, { showHidden: true }))
}
// A typed array takes whatever reads as a number for an element.
const bytes = Object.assign(Buffer.from('abc'), { name: 1, '01': 2, 7: 3, [Symbol('seen')]: 4 })
Object.defineProperty(bytes, 'hidden', { value: 5 })
console.log(bytes, inspect(new Uint16Array(3), { showHidden: true }), inspect(bytes, { showHidden: true }))
console.log(isDeepStrictEqual(bytes, Buffer.from('abc')), isDeepStrictEqual(Object.assign(Buffer.from('abc'), { x: 1 }), Object.assign(Buffer.from('abc'), { x: 1 })))
