// differs in Chromium: it waits by Atomics.wait on a SharedArrayBuffer, which a page's programs do not have
// The order of the loop where callbacks are slow, throw, or keep nothing alive.
const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
console.log(sleep(1), Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 1))

// An interval counts from when its callback began, and a slow one does not get a second turn in the same round.
let rounds = 0
const slow = setInterval(() => {
  console.log('slow', ++rounds)
  if (rounds > 1) return clearInterval(slow)
  sleep(100)
  setImmediate(() => console.log('immediate after', rounds))
}, 100)

// After an exception the rest of the immediates goes on before the ticks of the one that threw.
setTimeout(() => {
  process.once('uncaughtException', ({ message }) => console.log('caught', message))
  setImmediate(() => {
    process.nextTick(() => console.log('tick of the one that threw'))
    throw new Error('thrown')
  })
  setImmediate(() => console.log('the next one'))
  setImmediate(() => console.log('the one after'))
}, 400)

setTimeout(() => {
  setImmediate(() => console.log('runs: the loop was alive')).unref()
}, 600)
process.on('exit', () => {
  setImmediate(() => console.log('must not run'))
})
