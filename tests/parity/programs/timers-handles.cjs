// What setTimeout and its kind return: refresh, ref, unref, as numbers, disposal, odd delays.
// differs in WebKit: its JavaScript has no `using`
const { inspect } = require('util')
const timer = setTimeout(() => console.log('never'), 10)
console.log(timer.hasRef(), timer.unref() === timer, timer.hasRef(), timer.ref().hasRef(), typeof timer[Symbol.toPrimitive](), timer.constructor.name)
clearTimeout(Number(timer))
console.log(timer._destroyed)
const immediate = setImmediate(() => console.log('never'))
console.log(immediate.hasRef(), immediate.constructor.name, immediate._argv)
clearImmediate(immediate)
process.on('warning', ({ name, message }) => console.log(name, message))
for (const delay of [2 ** 31, -1, NaN]) clearTimeout(setTimeout(() => {}, delay))
for (const delay of ['3', undefined, null, 1.7]) { const t = setTimeout(() => {}, delay); console.log(delay, t._idleTimeout); clearTimeout(t) }
{ using disposed = setTimeout(() => console.log('never'), 1) }
for (const call of [() => setTimeout('code'), () => setInterval(), () => setImmediate(5)]) try { call() } catch (error) { console.log(error.name, error.code, error.message) }
clearTimeout(); clearTimeout(null); clearTimeout('12345'); clearTimeout({})
setTimeout((...args) => console.log('arguments', args), 1, 'a', 2)
setTimeout(function () { console.log(this.constructor.name, this === self) }, 1)
const self = setTimeout(function () { console.log(this === self) }, 2)
console.log(Object.keys(require('timers')).sort().join())
let times = 3
const again = setTimeout(() => { console.log('refreshed', --times); if (times > 0) again.refresh() }, 5)
