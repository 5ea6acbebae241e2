import dgram from 'node:dgram'
import { params } from './params.ts'

export interface SendOptions {
  first?: number
}

/** Sends a stream; resolves when the receiver has all of it. */
export function sendStream(data: Uint8Array, host: string, port: number, options: SendOptions = {}): Promise<void> {
  const socket = dgram.createSocket('udp4')
  console.log('to', host, port, data.length, 'bytes, first number', options.first, 'window', params.window)
  // Your turn: OPEN, and what may be sent when it is acknowledged?
  socket.close()
  return Promise.reject(new Error('nothing is sent yet'))
}
