import { once } from 'node:events'
import net from 'node:net'
import { createInterface } from 'node:readline'

const server = net.createServer(async (socket) => {
  for await (const line of createInterface({ input: socket })) {
    console.log('line', JSON.stringify(line))
    socket.write(`${line.toUpperCase()}\n`)
  }
  socket.end()
})
server.listen(0)
await once(server, 'listening')
const client = net.connect(server.address().port)
client.write('one\ntwo\nthr')
setTimeout(() => client.end('ee\n'), 5)
let text = ''
for await (const chunk of client) text += chunk
console.log(JSON.stringify(text))
server.close()
