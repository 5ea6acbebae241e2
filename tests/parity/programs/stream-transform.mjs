// Transform: flush, several pushes for a chunk, errors, object mode, order of its events.
import { Transform } from 'node:stream'
const lines = () => {
  let rest = ''
  return new Transform({
    readableObjectMode: true,
    transform(chunk, encoding, done) {
      const pieces = (rest + chunk).split('\n')
      rest = pieces.pop()
      for (const piece of pieces) this.push({ piece })
      done()
    },
    flush(done) { this.push({ piece: rest, last: true }); done() },
  })
}
const transform = lines()
for (const event of ['prefinish', 'finish', 'end', 'close', 'readable', 'drain']) transform.on(event, () => console.log(event))
for (const text of ['one\ntw', 'o\nthr', 'ee']) console.log(transform.write(text))
transform.end()
for await (const object of transform) console.log(object)
console.log(transform.readableEnded, transform.writableFinished, transform.readableObjectMode, transform.writableObjectMode)
const failing = new Transform({ transform: (chunk, encoding, done) => done(chunk.length > 1 ? new Error(`bad ${chunk}`) : null, chunk) })
failing.on('error', (error) => console.log('error', error.message)).on('close', () => console.log('closed')).on('data', (chunk) => console.log('data', String(chunk)))
failing.write('a', (error) => console.log('callback a', error))
failing.write('bb', (error) => console.log('callback bb', error?.message))
failing.write('c', (error) => console.log('callback c', error?.code, error?.message))
await new Promise((resolve) => failing.on('close', resolve))
try { new Transform().write('x') } catch (error) { console.log(error.code, error.message) }
