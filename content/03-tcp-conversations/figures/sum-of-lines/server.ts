import net from 'node:net'
import { params } from './params.ts'

net
  .createServer({ allowHalfOpen: params.allowHalfOpen }, (socket) => {
    let sum = 0
    socket.on('data', (chunk) => {
      for (const line of String(chunk).trim().split('\n')) sum += Number(line)
    })
    socket.on('error', (error) => console.log(String(error)))
    const answer = () => {
      socket.write(`${sum}\n`)
      if (params.ends) socket.end()
    }
    // Looking something up takes its time.
    socket.on('end', () => setTimeout(answer, 80))
  })
  .listen(9000)
