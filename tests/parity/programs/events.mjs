import { EventEmitter, errorMonitor, on, once } from 'node:events'

const emitter = new EventEmitter({ captureRejections: true })
emitter.on('newListener', (name) => console.log('new', name))
emitter.once('a', (...values) => console.log('once', values))
emitter.prependListener('a', () => console.log('first'))
console.log(emitter.emit('a', 1, 2), emitter.emit('a'), emitter.emit('none'), emitter.eventNames())
emitter.on(errorMonitor, (error) => console.log('monitor', error.message))
emitter.on('error', (error) => console.log('error', error.message))
emitter.on('async', async () => {
  throw new Error('captured')
})
emitter.emit('async')
setTimeout(() => emitter.emit('later', 'value'), 1)
console.log(await once(emitter, 'later'))
setTimeout(() => ['x', 'y', 'end'].forEach((v) => emitter.emit('stream', v)), 1)
for await (const [value] of on(emitter, 'stream')) {
  console.log(value)
  if (value === 'end') break
}
const target = new EventTarget()
target.addEventListener('ping', (event) => console.log(event.type, event.detail), { once: true })
target.dispatchEvent(new CustomEvent('ping', { detail: 42 }))
console.log(target.dispatchEvent(new Event('ping')))
