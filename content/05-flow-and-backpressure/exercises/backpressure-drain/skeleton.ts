import { once } from 'node:events'
import type net from 'node:net'

declare function makeRecords(): AsyncGenerator<Buffer>
declare class Batch {
  constructor(socket: net.Socket)
  add(record: Buffer): void
  flush(): void
}

/** The loop, with two places left open. */
export async function sendRecords(socket: net.Socket, gone: AbortSignal): Promise<void> {
  const batch = new Batch(socket)
  for await (const record of makeRecords()) {
    batch.add(record)
    if (socket.writableNeedDrain) {
      // … how long may this take?
      await once(socket, 'drain', { signal: gone })
    }
  }
  // … what is still in the batch, here and when the loop was left by an error?
  socket.end()
}
