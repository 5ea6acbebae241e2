import { once } from 'node:events'
import net from 'node:net'
import { params } from './params.ts'
import { makeRecords } from './records.ts'

/** Collects records and writes them together. */
class Batch {
  readonly #socket: net.Socket
  #records: Buffer[] = []
  #bytes = 0

  constructor(socket: net.Socket) {
    this.#socket = socket
  }

  add(record: Buffer): void {
    this.#records.push(record)
    this.#bytes += record.length
    if (this.#bytes >= params.batchBytes) this.flush()
  }

  flush(): void {
    if (this.#bytes > 0 && this.#socket.writable) this.#socket.write(Buffer.concat(this.#records))
    this.#records = []
    this.#bytes = 0
  }
}

async function sendRecords(socket: net.Socket, gone: AbortSignal): Promise<void> {
  const batch = new Batch(socket)
  try {
    for await (const record of makeRecords()) {
      batch.add(record)
      if (socket.writableNeedDrain) await room(socket, gone)
      gone.throwIfAborted()
    }
  } finally {
    batch.flush()
  }
  socket.end()
}

/** Until the socket takes more. Whoever is gone will never drain: `gone` ends the wait. */
async function room(socket: net.Socket, gone: AbortSignal): Promise<void> {
  socket.setTimeout(params.stallMs) // 'timeout' once nothing of what is queued has left for so long
  try {
    await once(socket, 'drain', { signal: gone })
  } finally {
    socket.setTimeout(0)
  }
}

const server = net.createServer((socket) => {
  const gone = new AbortController()
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => gone.abort())
  socket.on('timeout', () => socket.resetAndDestroy()) // end() would wait for whoever does not read
  sendRecords(socket, gone.signal).catch(() => socket.destroy())
})

server.listen(params.port)
