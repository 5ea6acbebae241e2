import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', (error) => console.log(error.message))
    socket.on('data', (question: string) => {
      setTimeout(() => socket.write(`answer to ${question}`), params.workMs)
    })
  })
  .listen(9000)
