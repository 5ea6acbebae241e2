import { Readable } from 'node:stream'

const upper = () =>
  new TransformStream({
    start: (controller) => controller.enqueue('> '),
    transform: (chunk, controller) => controller.enqueue(chunk.toUpperCase()),
    flush: (controller) => controller.enqueue('.'),
  })
const collect = async (stream) => (await Array.fromAsync(stream)).join('|')
console.log(await collect(ReadableStream.from(['a', 'b']).pipeThrough(upper())))
const [left, right] = ReadableStream.from([1, 2, 3]).tee()
console.log(await collect(left), await collect(right))

let pulled = 0
const source = new ReadableStream(
  { pull: (controller) => (++pulled > 3 ? controller.close() : controller.enqueue(pulled)), cancel: (why) => console.log('cancelled', why) },
  new CountQueuingStrategy({ highWaterMark: 1 }),
)
const reader = source.getReader()
console.log(await reader.read(), source.locked, pulled)
await reader.cancel('enough')
console.log(await reader.read())

const written = []
const writable = new WritableStream({ write: (chunk) => void written.push(chunk), close: () => void written.push('closed') })
const writer = writable.getWriter()
console.log(writer.desiredSize)
writer.write('x')
console.log(writer.desiredSize)
await writer.close()
console.log(written, await writer.closed)

const bytes = new ReadableStream({ type: 'bytes', start: (controller) => (controller.enqueue(new Uint8Array([1, 2, 3])), controller.close()) })
const byob = bytes.getReader({ mode: 'byob' })
console.log(await byob.read(new Uint8Array(2)), await byob.read(new Uint8Array(2)))
console.log(await collect(Readable.toWeb(Readable.from(['n1', 'n2']))), Readable.fromWeb(ReadableStream.from(['w'])).read())
const failing = new ReadableStream({ start: (controller) => controller.error(new Error('broken')) })
await failing.pipeTo(new WritableStream({ abort: (why) => console.log('abort', why.message) })).catch((e) => console.log(e.message))
console.log(source, writable, upper())
