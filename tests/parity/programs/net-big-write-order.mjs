// Many writes of many sizes arrive as one stream of bytes in order, and their callbacks come in order.
import net from 'node:net'
import { once } from 'node:events'
import { createHash } from 'node:crypto'
const hash = () => createHash('sha256')
const arrived = hash()
let bytes = 0
const server = net.createServer((socket) => socket.on('data', (chunk) => { arrived.update(chunk); bytes += chunk.length }).on('end', () => socket.end(arrived.digest('hex'))))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const client = net.connect(server.address().port, '127.0.0.1')
const sent = hash()
const order = []
for (let i = 0; i < 60; i++) {
  const chunk = i % 3 ? Buffer.alloc((i * 997) % 20011, i) : `text ${i} é€😀`.repeat(i)
  sent.update(chunk)
  client.write(chunk, () => order.push(i))
}
client.end(() => console.log('finished', order.length, order.every((value, i) => value === i)))
let answer = ''
for await (const chunk of client) answer += chunk
console.log(bytes, client.bytesWritten, answer === sent.digest('hex'))
server.close()
