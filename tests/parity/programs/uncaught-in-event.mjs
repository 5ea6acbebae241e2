import { EventEmitter } from 'node:events'

const emitter = new EventEmitter()
emitter.on('go', function listener() {
  undefinedFunction()
})
setTimeout(() => emitter.emit('go'), 1)
