import { once } from 'node:events'
import net from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

/** Resets the connection when no batch has left for too long. `socket.setTimeout` would not do: what the reader sends starts it again. */
class Guard {
  readonly #socket: net.Socket
  #waiting = 0 // batches that were written and have not left
  #timer: NodeJS.Timeout | undefined

  constructor(socket: net.Socket) {
    this.#socket = socket
  }

  write(batch: Buffer): void {
    if (this.#waiting++ === 0) this.#wait()
    this.#socket.write(batch, () => {
      this.#waiting--
      clearTimeout(this.#timer)
      if (this.#waiting > 0) this.#wait()
    })
  }

  #wait(): void {
    // end() would wait for a reader that does not read
    if (!this.#socket.destroyed) this.#timer = setTimeout(() => this.#socket.resetAndDestroy(), params.stallMs)
  }
}

/** Collects records and writes them together. */
class Batch {
  readonly #socket: net.Socket
  readonly #guard: Guard
  #records: Buffer[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  constructor(socket: net.Socket) {
    this.#socket = socket
    this.#guard = new Guard(socket)
  }

  add(record: Buffer): void {
    this.#records.push(record)
    this.#bytes += record.length
    this.#timer ??= setTimeout(() => this.flush(), params.batchMs)
    if (this.#bytes >= params.batchBytes) this.flush()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#bytes > 0 && this.#socket.writable) this.#guard.write(Buffer.concat(this.#records))
    this.#records = []
    this.#bytes = 0
  }
}

async function sendRecords(socket: net.Socket, gone: AbortSignal): Promise<void> {
  const batch = new Batch(socket)
  try {
    for await (const record of makeRecords()) {
      batch.add(record)
      // A reader that is gone never drains: `gone` ends the wait.
      if (socket.writableNeedDrain) await once(socket, 'drain', { signal: gone })
      gone.throwIfAborted()
    }
  } finally {
    batch.flush()
  }
  socket.end()
}

// A reader may close its own half and read on: without allowHalfOpen Node would close ours.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const gone = new AbortController()
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => gone.abort())
  socket.resume() // what is never read never ends
  sendRecords(socket, gone.signal).catch(() => socket.destroy())
})

server.listen(params.port)
