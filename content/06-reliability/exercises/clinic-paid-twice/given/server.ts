/** Books each key once, and answers the first request too late. */
import net from 'node:net'
import { createInterface } from 'node:readline'
import { params } from './params.ts'

const answers = new Map<string, string>()
let requests = 0

const server = net.createServer((socket) => {
  socket.on('error', () => {})
  createInterface({ input: socket }).on('line', (line) => {
    const [, key = '', cents] = line.split(' ')
    if (!answers.has(key)) {
      answers.set(key, `paid ${answers.size + 1}`)
      console.log(`booking ${answers.size}: ${cents} cents`)
    }
    setTimeout(() => socket.write(`${answers.get(key)}\n`), requests++ === 0 ? 2 * params.answerMs : 0)
  })
})
server.listen(params.port)
