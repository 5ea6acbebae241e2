// structuredClone and MessageChannel: what survives, what is transferred, what cannot be cloned.
const source = { date: new Date(5), re: /x/gi, map: new Map([[1, new Set([2])]]), bytes: new Uint8Array([1, 2]), error: new RangeError('r', { cause: 'c' }), big: 5n, nan: NaN, hole: [, 1], boxed: Object('s'), undef: undefined }
source.self = source
const copy = structuredClone(source)
copy.error.stack = copy.error.stack.split('\n')[0]
console.log(copy, copy.self === copy, copy.bytes !== source.bytes, copy.error instanceof RangeError)
class Point { x = 1; get y() { return 2 } method() {} }
console.log(structuredClone(new Point()), structuredClone({ get a() { return 'got' } }), structuredClone(new (class extends Error {})('m')).constructor.name)
for (const value of [() => {}, Symbol('s'), { f() {} }, new WeakMap(), Promise.resolve(), new (class { #p = 1 })()]) {
  try { console.log(structuredClone(value)) } catch (error) { console.log(error.name, error.code, error.message) }
}
const buffer = new ArrayBuffer(8)
const moved = structuredClone({ buffer }, { transfer: [buffer] })
console.log(moved, buffer.byteLength, buffer.detached)
try { structuredClone(buffer, { transfer: [buffer] }) } catch (error) { console.log(error.name, error.message) }
const { port1, port2 } = new MessageChannel()
const order = []
port1.on('message', (message) => { order.push(message); if (message === 'last') { port1.close(); } })
port1.on('close', () => console.log('closed', order))
port2.postMessage({ a: [1] }); port2.postMessage(new URL('http://x').href); port2.postMessage('last')
setImmediate(() => order.push('immediate'))
Promise.resolve().then(() => order.push('microtask'))
console.log(order.length)
