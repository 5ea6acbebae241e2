import net from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { params } from './params.ts'

const EOL = '\r\n'

const server = net.createServer((socket) => {
  const decoder = new StringDecoder('utf8')
  let buffered = ''
  let finished = false
  if (params.banner) socket.write(params.banner + '\n')

  const answer = (line: string) => {
    if (line === 'PING') socket.write('PONG\n')
    else if (line === 'QUIT') {
      finished = true
      socket.end('BYE\n')
    } else socket.write(params.prefix + line + '\n')
  }
  const fail = () => {
    finished = true
    socket.end('ERR too long\n')
  }

  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    if (finished) return
    buffered += decoder.write(chunk)
    let at = buffered.indexOf(EOL)
    while (at >= 0 && !finished) {
      const line = buffered.slice(0, at)
      buffered = buffered.slice(at + EOL.length)
      if (Buffer.byteLength(line) + 1 > params.maxLine) fail()
      else answer(line)
      at = buffered.indexOf(EOL)
    }
    if (!finished && Buffer.byteLength(buffered) > params.maxLine) fail()
  })
  socket.on('end', () => {
    buffered += decoder.end()
    if (!finished && buffered !== '' && params.tail === 'echo') answer(buffered)
  })
})

server.listen(params.port)
