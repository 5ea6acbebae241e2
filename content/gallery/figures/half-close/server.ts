import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: params.allowHalfOpen }, (socket) => {
  socket.on('error', (error) => console.log(error.message))
  let sum = 0
  socket.on('data', (chunk) => {
    for (const line of String(chunk).trim().split('\n')) sum += Number(line)
  })
  socket.on('end', () => setTimeout(() => socket.end(`${sum}\n`), 15))
})
server.listen(9000)
