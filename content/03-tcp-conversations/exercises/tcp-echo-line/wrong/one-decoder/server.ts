import net from 'node:net'
import { params } from './params.ts'

const decoder = new TextDecoder()

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let rest = '' // received, but no whole line yet
  let done = false // nothing more is answered

  const answer = (line: string) => {
    const text = line.replace(/\r$/, '')
    if (text === 'PING') socket.write('PONG\n')
    else if (text === 'QUIT') finish('BYE\n')
    else socket.write(`${params.prefix}${text}\n`)
  }
  const finish = (last = '') => {
    done = true
    socket.write(last)
    socket.end() // sends what is queued, then FIN; reading goes on, for closing with unread data would send RST
  }

  if (params.banner) socket.write(`${params.banner}\n`)
  socket.on('data', (chunk) => {
    if (done) return
    rest += decoder.decode(chunk, { stream: true }) // keeps a character that is cut
    for (let end = rest.indexOf('\n'); end >= 0 && !done; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      if (Buffer.byteLength(line) > params.maxLine) return finish('ERR too long\n')
      answer(line)
      rest = rest.slice(end + 1)
    }
    if (!done && Buffer.byteLength(rest) > params.maxLine) finish('ERR too long\n')
  })
  socket.on('end', () => {
    if (!done) rest += decoder.decode()
    if (!done && rest.length > 0 && params.tail === 'echo') answer(rest)
    if (!done) finish()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
