import net from 'node:net'
import { params } from './params.ts'

function ask(questions: number): void {
  const socket = net.connect(9000, 'server', () => socket.write('?'))
  socket.on('error', (error) => console.log(error.message))
  let heard = 0
  socket.on('data', (chunk) => {
    heard += chunk.length
    if (heard % 1000 !== 0) return
    if (heard < questions * 1000) socket.write('?')
    else socket.end()
  })
}

if (params.together) for (let n = 0; n < 6; n++) ask(1)
else ask(6)
