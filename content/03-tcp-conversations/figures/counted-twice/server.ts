import net from 'node:net'
import { params } from './params.ts'

const MAX_CLIENTS = 1
let count = 0

const server = net.createServer((socket) => {
  let isCounted = false
  socket.on('error', (error) => {
    console.log(error.message)
    if (isCounted && params.countOn === 'both') count--
  })
  if (count >= MAX_CLIENTS) return socket.end('BUSY\n')
  isCounted = true
  console.log(++count, 'connected')
  socket.write('come in\n')
  socket.on('close', () => console.log(--count, 'connected'))
})
server.listen(9000)
