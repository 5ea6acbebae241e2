import { setInterval as every, setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises'

const start = Date.now()
console.log(await sleep(20, 'value'), Date.now() - start >= 19)
console.log(await immediate('now'))
let count = 0
for await (const value of every(5, 'tick')) {
  console.log(value, ++count)
  if (count === 3) break
}
const controller = new AbortController()
sleep(1000, null, { signal: controller.signal }).catch((error) => console.log(error.name, error.code, error.message))
controller.abort()
const timer = setTimeout(() => console.log('never'), 50)
console.log(timer.hasRef(), timer.unref().hasRef(), typeof timer[Symbol.toPrimitive](), timer.constructor.name)
clearTimeout(timer)
const interval = setInterval(
  (a, b) => {
    console.log('interval', a, b)
    clearInterval(interval)
  },
  2,
  'a',
  'b',
)
setTimeout(() => console.log('order: 300'), 300)
setTimeout(() => console.log('order: 100'), 100)
setTimeout(() => console.log('order: 200'), 200)
setTimeout(() => console.log('unref keeps nothing alive'), 10_000).unref()
