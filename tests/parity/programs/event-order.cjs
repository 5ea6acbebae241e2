const log = (text) => console.log(text)
setImmediate(() => {
  log('immediate 1')
  process.nextTick(() => log('tick in immediate'))
  Promise.resolve().then(() => log('microtask in immediate'))
})
setImmediate(() => log('immediate 2'))
setTimeout(() => {
  log('timeout 1')
  setImmediate(() => log('immediate in timeout'))
  setTimeout(() => log('timeout in timeout'), 0)
  process.nextTick(() => log('tick in timeout'))
  Promise.resolve().then(() => log('microtask in timeout'))
}, 300)
setTimeout(() => log('timeout 2'), 300)
process.nextTick(() => {
  log('tick 1')
  process.nextTick(() => log('tick in tick'))
  Promise.resolve().then(() => log('microtask in tick'))
})
process.nextTick(() => log('tick 2'))
Promise.resolve().then(() => {
  log('microtask 1')
  process.nextTick(() => log('tick in microtask'))
})
queueMicrotask(() => log('microtask 2'))
;(async () => {
  log('async start')
  await null
  log('async after await')
})()
log('end of main')
