import net from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  const decoder = new StringDecoder('utf8')
  let buffer = ''
  let over = false
  if (params.banner) socket.write(`${params.banner}\n`)
  socket.on('error', () => {})

  const reply = (raw: string) => {
    const line = raw.replace(/\r$/, '')
    if (Buffer.byteLength(raw) > params.maxLine) {
      over = true
      socket.end('ERR too long\n')
    } else if (line === 'QUIT') {
      over = true
      socket.end('BYE\n')
    } else if (line === 'PING') socket.write('PONG\n')
    else socket.write(`${params.prefix}${line}\n`)
  }

  socket.on('data', (chunk) => {
    if (over) return
    buffer += decoder.write(chunk)
    const lines = buffer.split('\n')
    buffer = lines[lines.length - 1]!
    for (const line of lines) {
      // The last piece is empty when the data ended with a newline.
      if (line === '' && line === lines[lines.length - 1]) continue
      if (!over) reply(line)
    }
  })
})

server.listen(params.port)
