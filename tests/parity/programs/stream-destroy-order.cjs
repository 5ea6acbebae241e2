// destroy(): when _destroy runs, which events come, in which order, and what later calls say.
const { Writable, Readable, Duplex } = require('stream')
const log = (name, stream) => {
  for (const event of ['error', 'close', 'finish', 'end']) stream.on(event, (error) => console.log(name, event, error?.message))
  return stream
}
const writable = log('w', new Writable({ write: (c, e, done) => setImmediate(done), destroy: (error, done) => { console.log('_destroy', error?.message); setImmediate(done, error) } }))
writable.write('a', (error) => console.log('write callback', error?.code, error?.message))
writable.end((error) => console.log('end callback', error?.message))
writable.destroy(new Error('first'))
writable.destroy(new Error('second'))
console.log(writable.destroyed, writable.closed, writable.errored?.message, writable.writable)
const readable = log('r', new Readable({ read() {}, destroy: (error, done) => done(new Error('from _destroy')) }))
readable.destroy()
process.nextTick(() => console.log('tick', readable.closed, readable.errored?.message))
const late = log('d', new Duplex({ autoDestroy: false, emitClose: false, read() { this.push(null) }, write: (c, e, done) => done() }))
late.end()
late.resume()
setImmediate(() => {
  console.log(late.destroyed)
  late.destroy()
  late.write('x', (error) => console.log(error.code))
  console.log(late.push('x'))
})
const constructed = log('c', new Writable({ construct: (done) => setImmediate(done, new Error('not made')), write() {} }))
constructed.write('queued', (error) => console.log('queued', error?.message))
