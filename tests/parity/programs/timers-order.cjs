// Timers of equal and different delays, cleared and refreshed ones, with ticks and microtasks between them.
// Delays lie 200 ms apart: real Node may wait for a processor between two lines, and a timer counts from its own.
const log = (text) => console.log(text)
setTimeout(log, 400, '400 ms a')
setTimeout(() => { log('200 ms'); process.nextTick(log, 'tick from 200 ms'); queueMicrotask(() => log('microtask from 200 ms')) }, 200)
setTimeout(log, 400, '400 ms b')
const cancelled = setTimeout(log, 800, 'never')
setTimeout(() => { log('cancels'); clearTimeout(cancelled) }, 600)
const chain = (n) => setTimeout(() => { log(`chain ${n}`); if (n < 3) chain(n + 1); else interval() }, 100)
setTimeout(chain, 1000, 1)
function interval() {
  let n = 0
  const timer = setInterval(() => { log(`interval ${++n}`); if (n === 3) clearInterval(timer) }, 5)
}
process.nextTick(() => { log('tick'); queueMicrotask(() => { log('microtask in tick'); process.nextTick(log, 'tick in microtask') }) })
;(async () => { log('async'); await null; log('after await') })()
log('end of main')
