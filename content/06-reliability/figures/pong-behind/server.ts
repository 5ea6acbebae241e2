import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    socket.setEncoding('utf8')
    socket.on('error', (error) => console.log(error.message))
    socket.on('data', (lines: string) => {
      for (const line of lines.trim().split('\n')) {
        if (line === 'ping') socket.write('pong\n')
        else socket.write(`${'x'.repeat(params.bytes)}\n`)
      }
    })
  })
  .listen(9000)
