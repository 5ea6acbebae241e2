import net from 'node:net'
import { params } from './params.ts'

let here = 0 // one place only

net
  .createServer((socket) => {
    if (here >= 1) return socket.end('BUSY\n')
    console.log(++here, 'here')
    socket.write('come in\n')
    socket.on('error', () => {
      if (params.countOn === 'both') here--
    })
    socket.on('close', () => console.log(--here, 'here'))
  })
  .listen(9000)
