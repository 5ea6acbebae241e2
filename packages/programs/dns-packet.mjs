import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import * as packet from 'dns-packet'

const server = createSocket('udp4')
server.on('message', (bytes, { port, address }) => {
  const query = packet.decode(bytes)
  const [{ name, type }] = query.questions
  const data = { A: '192.0.2.1', TXT: ['a text'], MX: { preference: 10, exchange: 'mail.example' } }[type]
  server.send(
    packet.encode({
      type: 'response',
      id: query.id,
      flags: packet.AUTHORITATIVE_ANSWER,
      questions: query.questions,
      answers: [{ name, type, ttl: 60, data }],
    }),
    port,
    address,
  )
})
server.bind(0, '127.0.0.1')
await once(server, 'listening')
const client = createSocket('udp4')
for (const type of ['A', 'TXT', 'MX']) {
  client.send(
    packet.encode({
      type: 'query',
      id: 7,
      flags: packet.RECURSION_DESIRED,
      questions: [{ type, name: 'example.com' }],
    }),
    server.address().port,
    '127.0.0.1',
  )
  const [bytes] = await once(client, 'message')
  const { id, flag_aa, answers } = packet.decode(bytes)
  console.log(bytes.toString('hex'), id, flag_aa, answers)
}
client.close()
server.close()
