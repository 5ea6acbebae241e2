import net from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

/** Records in, batches out. It asks for a record only when somebody asks it for a batch. */
async function* inBatches(records: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  type Step = { result: IteratorResult<Buffer>; at: number }
  let step: Promise<Step> | undefined
  let batch: Buffer[] = []
  let size = 0
  let madeAt = 0
  const take = () => {
    const whole = Buffer.concat(batch, size)
    batch = []
    size = 0
    return whole
  }
  try {
    for (;;) {
      step ??= records.next().then((result) => ({ result, at: performance.now() }))
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<undefined>((resolve) => {
        if (size > 0) timer = setTimeout(resolve, Math.max(0, madeAt + params.batchMs - performance.now()))
      })
      const arrived = await Promise.race([step, late])
      clearTimeout(timer)
      if (arrived === undefined) {
        yield take()
        continue
      }
      step = undefined
      if (arrived.result.done) break
      if (size === 0) madeAt = arrived.at
      batch.push(arrived.result.value)
      size += arrived.result.value.length
      if (size >= params.batchBytes || performance.now() - madeAt >= params.batchMs) yield take()
    }
    if (size > 0) yield take()
  } finally {
    await records.return(undefined)
  }
}

/** Ends a connection from which nothing leaves any more. */
class StallGuard {
  readonly #socket: net.Socket
  readonly #timer: NodeJS.Timeout
  #seen = -1
  #since = performance.now()

  constructor(socket: net.Socket) {
    this.#socket = socket
    this.#timer = setInterval(() => this.#look(), Math.min(250, params.stallMs / 10))
  }

  stop() {
    clearInterval(this.#timer)
  }

  #look() {
    // What libuv holds back is the only exact measure: a large write leaves in parts.
    const handle = (this.#socket as any)._handle as { writeQueueSize: number; bytesWritten: number } | null
    if (handle === null) return
    const left = handle.bytesWritten - handle.writeQueueSize
    const now = performance.now()
    if (left !== this.#seen || handle.writeQueueSize === 0) {
      this.#seen = left
      this.#since = now
    } else if (now - this.#since >= params.stallMs) {
      this.stop()
      this.#socket.destroy()
    }
  }
}

const server = net.createServer({ allowHalfOpen: true }, async (socket) => {
  const guard = new StallGuard(socket)
  socket.on('error', () => {})
  socket.resume()
  const batches = Readable.from(inBatches(makeRecords()), { objectMode: true, highWaterMark: 1 })
  try {
    await pipeline(batches, socket)
  } catch {
    // The client is gone; pipeline has destroyed `batches`, which gave the source back.
  } finally {
    guard.stop()
  }
})

server.listen(params.port)
