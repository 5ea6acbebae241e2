const shared = { deep: [1, , 3] }
const value = {
  ...{ date: new Date(0), regexp: /a/gi, map: new Map([[shared, 'x']]), set: new Set([shared]), big: 10n, nan: NaN, minus: -0 },
  ...{ bytes: new Uint8Array([1, 2]), error: new RangeError('r', { cause: 'c' }), boxed: Object('s'), none: undefined },
}
value.self = value
const { error, ...rest } = structuredClone(value)
console.log(rest)
console.log(error instanceof RangeError, error.message, error.cause)
console.log([...rest.map.keys()][0] === [...rest.set][0], rest.self === rest)
const buffer = new ArrayBuffer(8)
const moved = structuredClone({ buffer }, { transfer: [buffer] })
console.log(buffer.byteLength, moved.buffer.byteLength, buffer.detached)
class Point {
  #hidden = 1
  x = 1
}
console.log(structuredClone(new Point()), structuredClone(Object.create({ inherited: 1 })))
for (const bad of [() => {}, Symbol('s'), { f() {} }, new WeakMap(), Promise.resolve()])
  try {
    structuredClone(bad)
  } catch (failure) {
    console.log(failure.constructor.name, failure.name, failure.code, failure.message)
  }
try {
  structuredClone()
} catch (failure) {
  console.log(failure.name, failure.code, failure.message)
}
