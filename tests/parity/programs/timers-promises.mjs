// timers/promises: values, signals, the interval's iterator, the scheduler.
import { setTimeout as wait, setImmediate as soon, setInterval as every, scheduler } from 'node:timers/promises'
console.log(await wait(5, 'value'), await soon('now'))
const controller = new AbortController()
const waiting = wait(1000, 'never', { signal: controller.signal })
controller.abort('enough')
await waiting.catch((error) => console.log(error.name, error.code, error.message, error.cause))
await wait(1, 0, { signal: AbortSignal.abort() }).catch((error) => console.log(error.cause?.name))
let n = 0
for await (const value of every(4, 'beat')) { console.log(value, ++n); if (n === 3) break }
await scheduler.wait(2)
await scheduler.yield()
await wait('x').catch((error) => console.log(error.code, error.message))
await wait(1, 0, { ref: 5 }).catch((error) => console.log(error.code))
wait(1_000_000, 'unreferenced', { ref: false }).then(() => console.log('never printed'))
const order = []
await Promise.all([wait(30).then(() => order.push(3)), wait(1).then(() => order.push(1)), Promise.resolve().then(() => order.push('microtask'))])
console.log(order)
