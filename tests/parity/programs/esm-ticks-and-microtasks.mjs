// In an ES module the microtasks of the top level come before its ticks; in a CommonJS module it is the other way round.
process.nextTick(() => console.log('tick'))
queueMicrotask(() => console.log('microtask'))
Promise.reject(1).catch(() => console.log('caught'))
setImmediate(() => {
  console.log('immediate')
  process.nextTick(() => console.log('tick in immediate'))
  queueMicrotask(() => console.log('microtask in immediate'))
})
