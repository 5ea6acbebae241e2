import net from 'node:net'
import { params } from './params.ts'

const answer = 'x'.repeat(60_000)
net
  .createServer((socket) => {
    socket.once('data', () => {
      socket.resume()
      socket.end(answer, () => {
        if (params.destroys) socket.destroy()
      })
    })
  })
  .listen(9000)
