import { createSocket } from 'node:dgram'

const COOKIE = 0x2112a442
for (const address of ['192.0.2.3', '192.0.2.4']) serve(address)

/** Tells each sender of a STUN binding request its address and port, in XOR-MAPPED-ADDRESS. */
function serve(address: string): void {
  const socket = createSocket('udp4')
  socket.on('message', (message, from) => {
    if (message.length < 20 || message.readUInt16BE(0) !== 1 || message.readUInt32BE(4) !== COOKIE) return
    const answer = Buffer.alloc(32)
    answer.writeUInt16BE(0x0101, 0) // Binding success response.
    answer.writeUInt16BE(12, 2) // Bytes behind the header.
    message.copy(answer, 4, 4, 20) // The cookie and the request's id.
    answer.writeUInt16BE(0x0020, 20) // XOR-MAPPED-ADDRESS
    answer.writeUInt16BE(8, 22)
    answer[25] = 1 // IPv4
    answer.writeUInt16BE(from.port ^ (COOKIE >>> 16), 26)
    answer.set(
      from.address.split('.').map((byte, index) => Number(byte) ^ answer[4 + index]!),
      28,
    )
    socket.send(answer, from.port, from.address)
  })
  socket.bind(3478, address)
}
