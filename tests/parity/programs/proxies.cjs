// A proxy is seen for what it is, and nobody who looks at it calls its traps.
const { inspect, types } = require('node:util')
const called = []
const handler = {
  get(target, name) {
    called.push(name)
    return target[name]
  },
}
const target = { a: 1, nested: [1, 2] }
const proxy = new Proxy(target, handler)
console.log(types.isProxy(proxy), types.isProxy(target), types.isProxy(Proxy), types.isProxy(process.env))
console.log(proxy, [proxy], inspect(proxy, { showProxy: true }), called)
console.log(inspect(new Proxy(new Proxy({}, {}), {}), { showProxy: 1 }), new Proxy(() => {}, {}), new Proxy([1], {}))
const { proxy: revocable, revoke } = Proxy.revocable({ b: 2 }, {})
console.log(revocable, revoke.name, revoke.length)
revoke()
console.log(inspect(revocable), inspect(revocable, { showProxy: true }), types.isProxy(revocable))
for (const use of [
  () => structuredClone(proxy),
  () => revocable.b,
  () => Proxy({}, {}),
  () => new Proxy(1, {}),
  () => Object.getOwnPropertyNames(Proxy).join(),
  () => `${Proxy.name} ${Proxy.length} ${typeof Proxy} ${'prototype' in Proxy}`,
  () => new Proxy({}, { get: (_, name) => `trap ${name}` }).x,
  () => Reflect.construct(Proxy, [{ c: 3 }, {}]).c,
])
  try {
    console.log(use())
  } catch ({ name, message }) {
    console.log(name, message)
  }
console.log(called)
