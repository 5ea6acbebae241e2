import net from 'node:net'
import { params } from './params.ts'

const questions = Array.from({ length: 10 }, (_, n) => `question ${n + 1}\n`)
for (let n = 0; n < params.max; n++) {
  const socket = net.connect(9000, 'server')
  socket.setNoDelay(true)
  socket.on('error', (error) => console.log(error.message))
  const askNext = () => {
    const question = questions.shift()
    if (question) socket.write(question)
    else socket.end()
  }
  socket.on('connect', askNext)
  socket.on('data', askNext) // each answer arrives whole here: it is short, and alone
}
