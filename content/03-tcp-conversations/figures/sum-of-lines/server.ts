import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: params.allowHalfOpen }, (socket) => {
  let text = ''
  socket.on('error', (error) => console.log(error.message))
  socket.setEncoding('utf8')
  socket.on('data', (more) => {
    text = (text + more).slice(0, 1024)
  })
  const answer = () => {
    const numbers = text.trim().split('\n').map(Number)
    socket.write(`${numbers.reduce((sum, number) => sum + number)}\n`)
    if (params.ends) socket.end()
  }
  socket.on('end', () => setTimeout(answer, 80)) // adding up takes a while
})
server.listen(9000)
