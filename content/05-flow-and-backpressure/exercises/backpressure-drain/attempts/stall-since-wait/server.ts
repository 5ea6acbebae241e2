import net from 'node:net'
import { once } from 'node:events'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

/** True when the socket has room again, false when it is no more. */
async function roomAgain(socket: net.Socket): Promise<boolean> {
  const over = new AbortController()
  const stalled = setTimeout(() => socket.resetAndDestroy(), params.stallMs)
  try {
    await Promise.race([
      once(socket, 'drain', { signal: over.signal }),
      once(socket, 'close', { signal: over.signal }),
    ])
  } catch {
    // an error: the connection is gone
  } finally {
    clearTimeout(stalled)
    over.abort()
  }
  return !socket.destroyed
}

async function send(socket: net.Socket) {
  const records = makeRecords()
  const parts: Buffer[] = []
  let bytes = 0
  let deadline = 0
  let next: Promise<IteratorResult<Buffer>> | null = null

  const ship = async () => {
    const batch = Buffer.concat(parts.splice(0))
    bytes = 0
    return socket.write(batch) || (await roomAgain(socket))
  }

  try {
    while (!socket.destroyed) {
      next ??= records.next()
      let timer: NodeJS.Timeout | undefined
      const event = await Promise.race([
        next,
        new Promise<'due'>((due) => {
          if (bytes > 0) timer = setTimeout(due, deadline - performance.now(), 'due')
        }),
      ])
      clearTimeout(timer)
      if (event === 'due') {
        if (!(await ship())) return
        continue
      }
      next = null
      if (event.done) break
      if (bytes === 0) deadline = performance.now() + params.batchMs
      parts.push(event.value)
      bytes += event.value.length
      if (bytes >= params.batchBytes && !(await ship())) return
    }
    if (bytes > 0 && !(await ship())) return
    while (socket.writableLength > 0 && (await roomAgain(socket)));
    socket.end()
  } finally {
    void records.return(undefined)
  }
}

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.resume()
    send(socket).catch(() => socket.destroy())
  })
  .listen(params.port)
