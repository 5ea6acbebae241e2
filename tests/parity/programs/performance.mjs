import { PerformanceObserver as Observer, performance as module } from 'node:perf_hooks'

console.log(performance === module, Observer === PerformanceObserver, typeof performance.timeOrigin, performance.now() > 0)
const observer = new PerformanceObserver((list) => {
  for (const type of ['mark', 'measure', 'function'])
    for (const { name, entryType, detail } of list.getEntriesByType(type)) console.log(entryType, name, detail)
  observer.disconnect()
})
observer.observe({ entryTypes: ['mark', 'measure', 'function'] })
performance.mark('start', { startTime: 0.25, detail: { a: 1 } })
performance.mark('end', { startTime: 0.75 })
const measure = performance.measure('span', 'start', 'end')
console.log(measure.duration, measure.startTime, measure.toJSON())
console.log(performance.getEntriesByName('start').length, performance.getEntriesByType('measure').length)
performance.timerify(function named() {})()
performance.clearMarks('start')
console.log(performance.getEntries().map(({ name }) => name))
console.log(Object.keys(performance.eventLoopUtilization()), typeof performance.nodeTiming.bootstrapComplete)
for (const make of [() => performance.mark(), () => performance.measure('x', 'none'), () => new PerformanceEntry()])
  try {
    make()
  } catch (error) {
    console.log(error.name, error.code, error.message)
  }
