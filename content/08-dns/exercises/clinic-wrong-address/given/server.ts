/** Answers each query. A name that begins with `slow` is answered 1.5 s late; the last number of its address comes from its letters. */
import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('message', (query, sender) => {
  const late = query.toString('latin1', 13, 17) === 'slow' ? 1_500 : 0
  const last = query.subarray(12).reduce((sum, byte) => sum + byte, 0) % 250
  const reply = Buffer.concat([query, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, last])])
  reply.writeUInt16BE(0x8180, 2)
  reply.writeUInt16BE(1, 6)
  setTimeout(() => socket.send(reply, sender.port, sender.address, () => {}), late)
})
socket.bind(params.port)
