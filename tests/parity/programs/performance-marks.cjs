// performance: marks, measures, observers, timerify: everything but the times.
const { performance, PerformanceObserver } = require('perf_hooks')
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) console.log('observed', entry.entryType, entry.name, entry.detail)
})
observer.observe({ entryTypes: ['mark', 'measure'] })
const mark = performance.mark('begin', { detail: { n: 1 }, startTime: 5 })
console.log(mark.constructor.name, mark.startTime, mark.duration, mark.detail)
performance.mark('end', { startTime: 12.5 })
const measure = performance.measure('between', 'begin', 'end')
console.log(measure.startTime, measure.duration, measure.toJSON())
console.log(performance.measure('options', { start: 1, duration: 4, detail: 'd' }).duration, performance.getEntriesByName('begin').length, performance.getEntriesByType('measure').map(({ name }) => name))
performance.clearMarks('begin')
for (const call of [() => performance.measure('x', 'none'), () => performance.mark(), () => performance.mark('x', { startTime: -1 }), () => observer.observe({}), () => new PerformanceObserver()]) try { call() } catch (error) { console.log(error.name, error.code, error.message) }
console.log(performance.timerify(function timed(a) { return a * 2 })(21), typeof performance.now(), performance.timeOrigin > 0, Object.keys(performance.toJSON()))
console.log(PerformanceObserver.supportedEntryTypes.includes('mark'))
// The observer hears of them by setImmediate: on a slow machine a timer alone would come before that.
setImmediate(() => setTimeout(() => { observer.disconnect(); performance.mark('unseen') }, 5))
