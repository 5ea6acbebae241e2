// diagnostics_channel: subscribers, tracing channels of functions, promises and callbacks, stores.
const dc = require('diagnostics_channel')
const { AsyncLocalStorage } = require('async_hooks')
const channel = dc.channel('parity')
const listener = (message, name) => console.log('message', message, name)
console.log(channel.hasSubscribers, dc.channel('parity') === channel, channel.name)
dc.subscribe('parity', listener)
channel.publish({ n: 1 })
console.log(dc.hasSubscribers('parity'), dc.unsubscribe('parity', listener), dc.unsubscribe('parity', listener))
const storage = new AsyncLocalStorage()
channel.bindStore(storage, (data) => `store of ${data}`)
console.log(channel.runStores('x', function (a) { return [storage.getStore(), this.t, a] }, { t: 1 }, 2), storage.getStore())
const tracing = dc.tracingChannel('work')
tracing.subscribe(Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [event, ({ error, result, ...rest }) => console.log(event, rest, error?.message, result)])))
console.log(tracing.traceSync((a, b) => a + b, { id: 1 }, null, 2, 3))
try { tracing.traceSync(() => { throw new Error('sync') }, { id: 2 }) } catch {}
tracing.tracePromise(async () => 'later', { id: 3 }).then((value) => {
  console.log(value)
  tracing.traceCallback((callback) => setImmediate(callback, null, 'called'), 0, { id: 4 }, null, (error, value) => console.log(error, value))
})
dc.subscribe('broken', () => { throw new Error('of a subscriber') })
process.on('uncaughtException', (error) => console.log('uncaught', error.message))
dc.channel('broken').publish(1)
for (const call of [() => dc.channel(5), () => dc.subscribe('x', 5)]) try { call() } catch (error) { console.log(error.code, error.message) }
