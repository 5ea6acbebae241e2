const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require('async_hooks')
const storage = new AsyncLocalStorage()
storage.run({ id: 1 }, () => {
  setImmediate(() => {
    console.log('immediate', storage.getStore())
    setTimeout(() => console.log('timeout', storage.getStore()), 1)
  })
  process.nextTick(() => console.log('tick', storage.getStore()))
  console.log('sync', storage.getStore())
})
console.log('outside', storage.getStore(), executionAsyncId() >= 0)
const resource = new AsyncResource('Mine')
console.log(
  resource.runInAsyncScope((a, b) => a + b, null, 1, 2),
  storage.exit(() => storage.getStore()),
)
