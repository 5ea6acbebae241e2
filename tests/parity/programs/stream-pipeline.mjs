import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const upper = new Transform({
  transform(chunk, _, callback) {
    callback(null, chunk.toString().toUpperCase())
  },
  flush(callback) {
    this.push('!')
    callback()
  },
})
const seen = []
const sink = new Writable({
  highWaterMark: 2,
  write(chunk, _, callback) {
    seen.push(chunk.toString())
    setTimeout(callback, 1)
  },
})
await pipeline(Readable.from(['a', 'b', 'c']), upper, sink)
console.log(seen)
try {
  await pipeline(
    new Readable({
      read() {
        this.destroy(new Error('broken source'))
      },
    }),
    new Writable({ write: (_, __, callback) => callback() }),
  )
} catch (error) {
  console.log(error.message)
}
console.log(
  await Readable.from([1, 2, 3, 4])
    .filter((n) => n % 2)
    .map((n) => n * 10)
    .toArray(),
)
