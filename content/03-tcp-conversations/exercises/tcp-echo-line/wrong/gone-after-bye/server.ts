import net from 'node:net'
import { params } from './params.ts'

const NEWLINE = 10

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let rest: Buffer = Buffer.alloc(0) // received, but no whole line yet
  let done = false // nothing more is answered

  const answer = (line: Buffer) => {
    const text = line.toString('utf8').replace(/\r$/, '')
    if (text === 'PING') socket.write('PONG\n')
    else if (text === 'QUIT') {
      finish('BYE\n')
      socket.destroySoon()
    } else socket.write(`${params.prefix}${text}\n`)
  }
  const finish = (last = '') => {
    done = true
    socket.write(last)
    socket.end() // sends what is queued, then FIN; reading goes on, for closing with unread data would send RST
  }

  if (params.banner) socket.write(`${params.banner}\n`)
  socket.on('data', (chunk) => {
    if (done) return
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(NEWLINE); end >= 0 && end <= params.maxLine && !done; end = rest.indexOf(NEWLINE)) {
      answer(rest.subarray(0, end))
      rest = rest.subarray(end + 1)
    }
    if (!done && rest.length > params.maxLine) finish('ERR too long\n')
  })
  socket.on('end', () => {
    if (!done && rest.length > 0 && params.tail === 'echo') answer(rest)
    if (!done) finish()
  })
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
