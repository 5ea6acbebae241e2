import net from 'node:net'
import readline from 'node:readline'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  if (params.banner) socket.write(params.banner + '\n')
  const lines = readline.createInterface({ input: socket })
  lines.on('line', (line) => {
    if (socket.writableEnded) return
    if (Buffer.byteLength(line) > params.maxLine) {
      socket.end('ERR too long\n')
    } else if (line === 'PING') {
      socket.write('PONG\n')
    } else if (line === 'QUIT') {
      socket.end('BYE\n')
      lines.close()
    } else {
      socket.write(params.prefix + line + '\n')
    }
  })
  socket.on('error', () => lines.close())
})

server.listen(params.port)
