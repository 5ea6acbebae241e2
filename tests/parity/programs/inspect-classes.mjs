import { EventEmitter } from 'node:events'
import { inspect } from 'node:util'

class Point {
  constructor(x, y) {
    this.x = x
    this.y = y
  }
  get length() {
    return Math.hypot(this.x, this.y)
  }
  [inspect.custom](depth, options) {
    return `Point<${options.stylize(this.x, 'number')}, ${this.y}>`
  }
}
console.log(new Point(3, 4), [new Point(1, 2)], inspect(new Point(5, 6), { colors: true }))
console.log(
  inspect({ a: { b: { c: { d: {} } } } }, { depth: 4, compact: false }),
  inspect('str'),
  inspect(new Map([[{ a: 1 }, 'b']]), { showHidden: true }),
)
console.log(
  inspect(new Proxy({ a: 1 }, {})),
  inspect(Object.assign(() => {}, { prop: 1 })),
  inspect([3, 2, 1], { sorted: true, maxArrayLength: 2 }),
)
const e = new EventEmitter()
e.on('x', () => {})
console.log(
  Object.keys(e),
  e.listenerCount('x'),
  inspect(
    new (class extends Error {
      constructor() {
        super('custom')
        this.code = 'ECUSTOM'
        this.stack = 'stack replaced'
      }
    })(),
  ),
)
console.log(
  inspect(
    new AggregateError(
      [new Error('one')].map((x) => ((x.stack = 'Error: one'), x)),
      'many',
    ).errors,
  ),
  inspect(Symbol.iterator),
  inspect(new String('boxed')),
)
console.log(
  new URL('https://user@example.com:8080/a/b?x=1&y=2#frag'),
  new URLSearchParams('a=1&b=2&a=3'),
  new AbortController().signal,
  new Event('type').type,
)
