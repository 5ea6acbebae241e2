import { EventEmitter, once } from 'node:events'
const emitter = new EventEmitter()
setTimeout(() => emitter.emit('error', new TypeError('emitted')), 1)
try {
  await once(emitter, 'ready')
} catch (error) {
  console.log('caught', error.message)
}
emitter.on('data', async (value) => {
  await null
  throw new Error(`async listener: ${value}`)
})
emitter.emit('data', 1)
