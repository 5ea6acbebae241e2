console.log(
  '%s is %d years and %i, %f, %j %o %O %%',
  'Bob',
  42.5,
  42.9,
  '1.5',
  { a: [1] },
  { f() {} },
  { deep: { er: { still: { more: 1 } } } },
)
console.log(null, undefined, true, 10n, Symbol('s'), -0, NaN, [undefined, , 3], [], {}, '', [''])
console.log(
  {
    a: 1,
    'b-c': 'x',
    [Symbol('k')]: 2,
    get g() {
      return 1
    },
    set g(v) {},
  },
  class A {},
  class B extends Array {},
  function f() {},
  () => {},
  async () => {},
  function* g() {},
)
console.log(
  new Map([['a', { b: 1 }]]),
  new Set([1, 'x']),
  new WeakMap(),
  new Date(0),
  /re/gi,
  new Error('shown').message,
  [new Date(NaN)],
)
console.log(
  new Uint8Array(3),
  new Float64Array([1.5]),
  new ArrayBuffer(4),
  new DataView(new ArrayBuffer(2)),
  Buffer.from('abc'),
)
const circular = { name: 'x' }
circular.self = circular
console.log(circular, [circular])
console.log(
  'a'.repeat(200).length,
  ['long'.repeat(20), 'strings'.repeat(20)],
  Array.from({ length: 120 }, (_, i) => i),
)
console.log(
  [
    ['a', 'b'],
    ['c', { d: 'e' }],
  ],
  Object.create(null),
  Object.create({ inherited: 1 }),
  new (class Foo {
    x = 1
    #y = 2
  })(),
)
console.log([1.5, -2, "it's", 'say "hi"', `both ' and "`, 'new\nline'])
console.log(process.argv.length, Number('0x10'), [1, 2, 3].entries(), 'é'.normalize('NFD').length)
console.table([
  { a: 1, b: 'x' },
  { a: 2, c: true },
])
console.table(
  [
    [1, 2],
    [3, 4],
  ],
  ['0'],
)
console.group('group')
console.log('indented\ntwice')
console.group()
console.warn('to stderr')
console.groupEnd()
console.groupEnd()
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 })
console.assert(1 === 2, 'assertion %s', 'text')
console.count()
console.count('x')
console.countReset()
console.count()
console.error(new RangeError('with %s', 'nothing').message)
