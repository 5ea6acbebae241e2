// A DNS server for one name, over UDP and TCP: the question comes back as an answer with an A record.
import dgram from 'node:dgram'
import net from 'node:net'

function answer(query) {
  let end = 12
  while (query[end] !== 0) end += query[end] + 1
  const question = query.subarray(12, end + 5)
  const header = Buffer.from([query[0], query[1], 0x85, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 53])
  return Buffer.concat([header, question, record])
}

const udp = dgram.createSocket('udp4', (query, from) => udp.send(answer(query), from.port, from.address))
udp.bind(53)
net
  .createServer((socket) => {
    socket.on('data', (message) => {
      const reply = answer(message.subarray(2))
      socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 255]), reply]))
    })
  })
  .listen(53, () => console.log('up'))
