/** Transfer of a byte stream between two sockets as programs do it, for tests. */
import { RandomStream } from '../random.ts'
import type { TcpSocket } from './socket.ts'
import { Shutdown } from './socket-constants.ts'

export function randomBytes(count: number, seed = 1): Uint8Array {
  return new RandomStream(seed, 'test data').bytes(count)
}

/** Sends all of `bytes` whenever there is room, then FIN. */
export function pump(socket: TcpSocket, bytes: Uint8Array, piece = 65_536): void {
  let at = 0
  let done = false
  const go = (): void => {
    while (at < bytes.length) {
      const sent = socket.send(bytes.subarray(at, at + piece))
      if (sent < 0) return
      at += sent
    }
    if (done) return
    done = true
    socket.shutdown(Shutdown.WRITE)
  }
  socket.onReadiness = go
  go()
}

export interface Collected {
  readonly bytes: Uint8Array
  readonly length: number
  ended: boolean
  error: number
}

/** Reads everything as it arrives. */
export function collect(socket: TcpSocket): Collected {
  const pieces: Uint8Array[] = []
  const result = {
    length: 0,
    ended: false,
    error: 0,
    get bytes() {
      const all = new Uint8Array(this.length)
      let at = 0
      for (const piece of pieces) {
        all.set(piece, at)
        at += piece.length
      }
      return all
    },
  }
  const go = (): void => {
    while (!result.ended && result.error === 0) {
      const received = socket.receive(65_536)
      if (typeof received === 'number') {
        if (received !== -11) result.error = -received
        return
      }
      if (received.bytes.length === 0) result.ended = true
      else {
        pieces.push(received.bytes)
        result.length += received.bytes.length
      }
    }
  }
  socket.onReadiness = go
  go()
  return result
}
