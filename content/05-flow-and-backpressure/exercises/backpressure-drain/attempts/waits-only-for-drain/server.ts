import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

const server = net.createServer({ allowHalfOpen: true }, async (socket) => {
  let gone = false
  socket.on('error', () => (gone = true))
  socket.on('close', () => (gone = true))
  socket.resume()

  // The stall guard: compares what the kernel has taken four times per stallMs.
  const taken = () => {
    const h = (socket as any)._handle
    return h ? h.bytesWritten - h.writeQueueSize : 0
  }
  let last = 0
  let quiet = 0
  const guard = setInterval(() => {
    const now = taken()
    quiet = now === last && socket.writableLength > 0 ? quiet + 1 : 0
    last = now
    if (quiet > 8) {
      clearInterval(guard)
      socket.resetAndDestroy()
    }
  }, params.stallMs / 8)
  socket.on('close', () => clearInterval(guard))

  const source = makeRecords()
  const TIME = Symbol('time')
  let pending: Promise<IteratorResult<Buffer>> | undefined
  let batch: Buffer[] = []
  let size = 0
  let first = 0

  async function flush() {
    const all = Buffer.concat(batch)
    batch = []
    size = 0
    if (!socket.write(all)) {
      await new Promise<void>((resolve) => socket.once('drain', resolve))
    }
  }

  try {
    while (!gone) {
      pending ??= source.next()
      let got: IteratorResult<Buffer> | typeof TIME
      if (size === 0) got = await pending
      else {
        const timer = new AbortController()
        const wait = Math.max(0, first + params.batchMs - Date.now())
        got = await Promise.race([pending, sleep(wait, TIME, { signal: timer.signal }).catch(() => TIME)])
        timer.abort()
      }
      if (typeof got === 'symbol') {
        await flush()
        continue
      }
      pending = undefined
      if (got.done) break
      if (size === 0) first = Date.now()
      batch.push(got.value)
      size += got.value.length
      if (size >= params.batchBytes) await flush()
    }
    if (!gone) {
      if (size > 0) await flush()
      socket.end()
    }
  } finally {
    await source.return(undefined)
  }
})

server.listen(params.port)
