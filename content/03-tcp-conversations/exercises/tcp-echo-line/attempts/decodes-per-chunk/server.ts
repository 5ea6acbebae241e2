import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    let rest = ''
    let closed = false

    function say(text: string) {
      socket.write(text + '\n')
    }
    function handle(line: string) {
      if (closed) return
      if (line.endsWith('\r')) line = line.slice(0, -1)
      if (line === 'PING') return say('PONG')
      if (line === 'QUIT') {
        say('BYE')
        closed = true
        socket.end()
        return
      }
      say(params.prefix + line)
    }
    function tooLong() {
      say('ERR too long')
      closed = true
      socket.end()
    }

    if (params.banner !== '') say(params.banner)
    socket.on('error', (err) => console.log('client error', err.message))
    socket.on('data', (chunk) => {
      if (closed) return
      rest += chunk.toString('utf8')
      const lines = rest.split('\n')
      rest = lines.pop()!
      for (const line of lines) {
        if (closed) return
        if (Buffer.byteLength(line) > params.maxLine) return tooLong()
        handle(line)
      }
      if (!closed && Buffer.byteLength(rest) > params.maxLine) tooLong()
    })
    socket.on('end', () => {
      if (closed) return
      if (rest.length > 0 && params.tail === 'echo') handle(rest)
      socket.end()
    })
  })
  .listen(params.port)
