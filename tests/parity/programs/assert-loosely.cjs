// assert.deepEqual and what it takes for equal: arrays with holes, properties beside the elements, NaN, symbols, sets of objects.
const assert = require('node:assert')
const equal = (a, b) => {
  try {
    assert.deepEqual(a, b)
    return 'equal'
  } catch (error) {
    return error.code
  }
}
const withKeys = (array, keys) => Object.assign([...array], keys)
const symbol = Symbol('s')
for (const [a, b] of [
  [[1, [2]], ['1', [2]]],
  [[1, , 3], [1, , 3]],
  [[1, , 3], [1, undefined, 3]],
  [[NaN], [NaN]],
  [[null], [undefined]],
  [withKeys([1], { x: 1 }), [1]],
  [withKeys([1], { x: 1 }), withKeys([1], { x: '1' })],
  [withKeys([1], { [symbol]: 1 }), [1]],
  [Object.defineProperty([1], 'hidden', { value: 1 }), [1]],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  [Buffer.from('a'), Buffer.from('b')],
  [new Set([1, { a: [1] }]), new Set([{ a: ['1'] }, '1'])],
  [new Map([[{ a: 1 }, [1]]]), new Map([[{ a: '1' }, ['1']]])],
])
  console.log(a, b, equal(a, b))
