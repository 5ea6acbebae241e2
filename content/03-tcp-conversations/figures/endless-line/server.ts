import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    let held = 0
    const take = (chunk: Buffer) => {
      held += chunk.length
      if (held <= params.limit) return
      console.log('holding', held, 'bytes of one line: enough')
      socket.off('data', take)
      socket.resume()
      socket.end('ERR too long\n')
    }
    socket.on('data', take)
  })
  .listen(9000)
