import net from 'node:net'
import { params } from './params.ts'

const NEWLINE = 0x0a

const server = net.createServer((socket) => {
  let pending = Buffer.alloc(0)
  let finished = false
  if (params.banner) socket.write(params.banner + '\n')

  const finish = (words: string) => {
    finished = true
    pending = Buffer.alloc(0)
    socket.end(words + '\n')
  }

  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    if (finished) return
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const at = pending.indexOf(NEWLINE)
      if (at === -1) break
      if (at > params.maxLine) return finish('ERR too long')
      let line = pending.toString('utf8', 0, at)
      pending = pending.subarray(at + 1)
      if (line.endsWith('\r')) line = line.slice(0, -1)
      if (line === 'QUIT') return finish('BYE')
      socket.write(line === 'PING' ? 'PONG\n' : params.prefix + line + '\n')
    }
    if (pending.length > params.maxLine) finish('ERR too long')
  })
})

server.listen(params.port)
