import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    socket.write('hello\n')
    if (!params.powerFails) setTimeout(() => socket.end(), 20_000)
  })
  .listen(9000)
