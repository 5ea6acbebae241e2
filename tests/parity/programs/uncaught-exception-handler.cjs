process.on('uncaughtExceptionMonitor', (error, origin) => console.log('monitor', error.message, origin))
process.on('uncaughtException', (error, origin) => console.log('handler', error.message, origin))
process.nextTick(() => {
  console.log('tick 1')
  throw new Error('from a tick')
})
process.nextTick(() => console.log('tick 2'))
setImmediate(() => console.log('immediate'))
setTimeout(() => {
  throw new Error('from a timer')
}, 300)
setTimeout(() => console.log('next timer'), 300)
queueMicrotask(() => {
  throw new Error('from a microtask')
})
Promise.reject(new Error('from a promise'))
