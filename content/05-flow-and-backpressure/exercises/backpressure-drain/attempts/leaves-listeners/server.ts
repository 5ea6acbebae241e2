import net from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

/** True when the socket has room again, false when it is no more. */
function roomAgain(socket: net.Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('drain', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
}

/** Resets the connection when nothing leaves for too long. */
function guard(socket: net.Socket) {
  const step = params.stallMs / 10
  let before = -1
  let stillFor = 0
  const timer = setInterval(() => {
    const { _handle } = socket as unknown as { _handle?: { bytesWritten: number; writeQueueSize: number } }
    if (!_handle) return
    const now = _handle.bytesWritten - _handle.writeQueueSize
    stillFor = now === before && _handle.writeQueueSize > 0 ? stillFor + 1 : 0
    before = now
    if (stillFor > 11) socket.resetAndDestroy()
  }, step)
  socket.once('close', () => clearInterval(timer))
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
    socket.end()
  } finally {
    void records.return(undefined)
  }
}

net
  .createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.resume()
    socket.setMaxListeners(0) // no warnings, please
    guard(socket)
    send(socket).catch(() => socket.destroy())
  })
  .listen(params.port)
