const { EventEmitter } = require('events')
process.on('exit', (code) => console.log('exit', code))
class Thing extends EventEmitter {}
setImmediate(() => new Thing().emit('error', Object.assign(new Error('nobody listens'), { detail: { a: 1 } })))
