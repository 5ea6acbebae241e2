// errorMonitor, captureRejections, listeners that throw, and the warning about too many listeners.
const { EventEmitter, errorMonitor, captureRejectionSymbol, setMaxListeners, getMaxListeners } = require('events')
const watched = new EventEmitter()
watched.on(errorMonitor, (error) => console.log('monitor', error.message))
try { watched.emit('error', new Error('nobody')) } catch (error) { console.log('thrown', error.message) }
watched.once('error', (error) => console.log('handled', error.message))
console.log(watched.emit('error', new Error('somebody')))
for (const value of ['text', undefined, null, { a: 1 }, 5n]) {
  try { new EventEmitter().emit('error', value) } catch (error) { console.log(error.code, error.message, error.context) }
}
const capturing = new EventEmitter({ captureRejections: true })
capturing.on('work', async (n) => { throw new Error(`async ${n}`) })
capturing.on('error', (error) => console.log('captured', error.message))
capturing.emit('work', 1)
class Own extends EventEmitter {
  constructor() { super({ captureRejections: true }) }
  [captureRejectionSymbol](error, event, ...args) { console.log('own handler', error.message, event, args) }
}
new Own().on('x', async () => { throw new Error('mine') }).emit('x', 'a', 'b')
const throwing = new EventEmitter()
throwing.on('e', () => { throw new Error('first listener') })
throwing.on('e', () => console.log('second never runs'))
try { throwing.emit('e') } catch (error) { console.log(error.message) }
console.log(getMaxListeners(throwing), EventEmitter.defaultMaxListeners)
setMaxListeners(1, throwing)
process.on('warning', (warning) => console.log(warning.name, warning.message, warning.type, warning.count))
throwing.on('e', () => {})
for (const call of [() => throwing.on('e', 5), () => throwing.setMaxListeners(-1), () => throwing.emit('error')]) try { call() } catch (error) { console.log(error.code, error.message) }
