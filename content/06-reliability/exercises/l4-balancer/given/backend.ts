/** Answers each line with the name of its host. `crash` resets the connection in the middle of an answer. */
import net from 'node:net'
import os from 'node:os'
import { params } from './params.ts'

const name = os.hostname()
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('error', (error) => console.log(error.message))
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()!
    for (const line of lines)
      if (line === 'crash') socket.write(`${name} heard cr`, () => socket.resetAndDestroy())
      else socket.write(`${name} heard ${line}\n`)
  })
  socket.on('end', () => socket.end())
})
server.listen(params.backendPort, () => console.log('listening on TCP port', params.backendPort))
