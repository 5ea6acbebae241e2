// Timers of equal and different delays, cleared and refreshed ones, with ticks and microtasks between them.
const log = (text) => console.log(text)
setTimeout(log, 30, '30 ms a')
setTimeout(() => { log('20 ms'); process.nextTick(log, 'tick from 20 ms'); queueMicrotask(() => log('microtask from 20 ms')) }, 20)
setTimeout(log, 30, '30 ms b')
const cancelled = setTimeout(log, 50, 'never')
setTimeout(() => { log('cancels'); clearTimeout(cancelled) }, 40)
const chain = (n) => setTimeout(() => { log(`chain ${n}`); if (n < 3) chain(n + 1); else interval() }, 60)
setTimeout(chain, 60, 1)
function interval() {
  let n = 0
  const timer = setInterval(() => { log(`interval ${++n}`); if (n === 3) clearInterval(timer) }, 5)
}
process.nextTick(() => { log('tick'); queueMicrotask(() => { log('microtask in tick'); process.nextTick(log, 'tick in microtask') }) })
;(async () => { log('async'); await null; log('after await') })()
log('end of main')
