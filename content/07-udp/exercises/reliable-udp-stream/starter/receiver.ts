import dgram from 'node:dgram'
import { decode } from './datagram.ts'

/** Receives one stream. */
export function receiveStream(port: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const socket = dgram.createSocket('udp4')
  socket.on('error', reject)
  socket.on('message', (bytes, sender) => {
    const message = decode(bytes)
    if (!message) return
    console.log('type', message.type, 'number', message.number, 'from', sender.address, sender.port)
    // Your turn: keep it or not, acknowledge it, and resolve() when everything is here.
    if (message.type === 0) resolve(message.body)
  })
  socket.bind(port)
  return promise
}
