import net from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

type Handle = { bytesWritten: number; writeQueueSize: number }

/** How many bytes of the socket the kernel has taken. (`writableLength` shows only whole writes.) */
function bytesOut(socket: net.Socket): number {
  const handle = (socket as unknown as { _handle: Handle | null })._handle
  return handle ? handle.bytesWritten - handle.writeQueueSize : -1
}

async function serve(socket: net.Socket) {
  const source = makeRecords()
  let isGone = false
  let isFull = false
  let wake = () => {}
  const woken = () => new Promise<void>((resolve) => (wake = resolve))

  // All listeners there will ever be.
  socket.on('drain', () => {
    isFull = false
    wake()
  })
  socket.on('close', () => {
    isGone = true
    clearInterval(watch)
    void source.return(undefined)
    wake()
  })
  socket.on('error', () => {})
  socket.on('finish', () => clearInterval(watch))
  socket.resume() // nobody asked the client to say anything

  let out = bytesOut(socket)
  let movedAt = performance.now()
  const watch = setInterval(() => {
    const now = bytesOut(socket)
    if (now !== out || socket.writableLength === 0) {
      out = now
      movedAt = performance.now()
    } else if (performance.now() - movedAt >= params.stallMs) socket.resetAndDestroy()
  }, params.stallMs / 20)

  let batch: Buffer[] = []
  let size = 0
  let dueAt = 0
  const flush = () => {
    if (size === 0) return
    if (socket.writableLength === 0) movedAt = performance.now()
    isFull = !socket.write(batch.length === 1 ? batch[0]! : Buffer.concat(batch))
    batch = []
    size = 0
  }

  let asked: IteratorResult<Buffer> | undefined
  let isAsking = false
  for (;;) {
    while (isFull && !isGone) await woken()
    if (isGone) return
    if (!isAsking) {
      isAsking = true
      void source.next().then((result) => {
        asked = result
        isAsking = false
        if (size === 0) dueAt = performance.now() + params.batchMs
        wake()
      })
    }
    while (asked === undefined && !isGone) {
      const wait = woken()
      const timer = size > 0 ? setTimeout(() => wake(), Math.max(0, dueAt - performance.now())) : undefined
      await wait
      clearTimeout(timer)
      if (!isGone && asked === undefined && size > 0 && !isFull && performance.now() >= dueAt - 0.5) flush()
    }
    while (isFull && !isGone) await woken()
    if (isGone) return
    const { done, value } = asked!
    asked = undefined
    if (done) break
    batch.push(value)
    size += value.length
    if (size >= params.batchBytes || performance.now() >= dueAt) flush()
  }
  flush()
  socket.end()
}

net.createServer({ allowHalfOpen: true }, (socket) => void serve(socket)).listen(params.port)
