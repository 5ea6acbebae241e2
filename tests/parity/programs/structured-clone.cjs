// What structuredClone copies, what it takes along, and what it refuses.
const { MessageChannel, markAsUntransferable } = require('node:worker_threads')
const attempt = (what, run) => {
  try {
    console.log(what, run())
  } catch (error) {
    console.log(what, error.name, error.code, error.message)
  }
}
const clone = structuredClone

attempt('shared parts', () => {
  const part = { a: 1 }
  const copy = clone({ x: part, y: part })
  return copy.x === copy.y && copy.x !== part
})
attempt('kinds', () => clone([new Map([[1, new Set([2n])]]), new Date(0), /x/gi, Object(true), new Uint16Array([1, 2])]))
attempt('resizable', () => clone(new ArrayBuffer(2, { maxByteLength: 5 })).maxByteLength)
attempt('cause', () => clone(new RangeError('no', { cause: { why: 1 } })).cause)
attempt('DOMException', () => clone(new DOMException('gone', 'AbortError')).name)
attempt('Blob', () => clone(new Blob(['abc'], { type: 'text/plain' })))
attempt('function', () => clone(() => 1))
attempt('symbol', () => clone(Symbol('s')))
attempt('weak', () => clone(new WeakRef({})))
attempt('generator', () => clone((function* () {})()))
attempt('array iterator', () => clone([].values()))
attempt('promise', () => clone(Promise.resolve()))
attempt('transfer of nothing', () => clone(1, { transfer: [{}] }))
attempt('of a blob', () => clone(1, { transfer: [new Blob([])] }))
attempt('of what is marked', () => {
  const buffer = new ArrayBuffer(3)
  markAsUntransferable(buffer)
  return clone(buffer, { transfer: [buffer] })
})
attempt('twice', () => {
  const buffer = new ArrayBuffer(3)
  return clone(buffer, { transfer: [buffer, buffer] })
})
attempt('of a detached one', () => {
  const buffer = new ArrayBuffer(3)
  buffer.transfer()
  return clone(buffer, { transfer: [buffer] })
})
attempt('bad value keeps what was to be taken', () => {
  const buffer = new ArrayBuffer(3)
  try {
    clone({ buffer, bad() {} }, { transfer: [buffer] })
  } catch {}
  return buffer.byteLength
})
attempt('a port that is not in the list', () => clone(new MessageChannel().port1))
attempt('options', () => clone(1, 3))

const { readable, writable } = new TransformStream()
const streams = clone({ readable, writable }, { transfer: [readable, writable] })
const writer = streams.writable.getWriter()
writer.write('through two ports')
streams.readable.getReader().read().then(({ value }) => {
  console.log(value, readable.locked, writable.locked)
  process.exit()
})
