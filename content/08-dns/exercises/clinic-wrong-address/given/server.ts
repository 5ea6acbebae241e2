/** Answers each query. A name that begins with `slow` is answered 1.5 s late; the address comes from the name's length. */
import dgram from 'node:dgram'
import { params } from './params.ts'

const socket = dgram.createSocket('udp4')
socket.on('message', (query, sender) => {
  const late = query.toString('latin1', 13, 17) === 'slow' ? 1_500 : 0
  const reply = Buffer.concat([query, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, query.length])])
  reply.writeUInt16BE(0x8180, 2)
  reply.writeUInt16BE(1, 6)
  setTimeout(() => socket.send(reply, sender.port, sender.address, () => {}), late)
})
socket.bind(params.port)
