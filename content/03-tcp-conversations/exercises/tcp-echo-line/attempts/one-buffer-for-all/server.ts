import net from 'node:net'
import { params } from './params.ts'

let buffer = Buffer.alloc(0)

const server = net.createServer((socket) => {
  let quit = false
  if (params.banner) socket.write(params.banner + '\n')

  function process(bytes: Buffer) {
    if (bytes.length > params.maxLine) {
      quit = true
      socket.end('ERR too long\n')
      return
    }
    let text = bytes.toString()
    if (text.endsWith('\r')) text = text.slice(0, -1)
    if (text === 'PING') socket.write('PONG\n')
    else if (text === 'QUIT') {
      quit = true
      socket.end('BYE\n')
    } else socket.write(params.prefix + text + '\n')
  }

  socket.on('data', (data) => {
    if (quit) return
    buffer = Buffer.concat([buffer, data])
    let index
    while (!quit && (index = buffer.indexOf('\n')) !== -1) {
      const line = buffer.subarray(0, index)
      buffer = buffer.subarray(index + 1)
      process(line)
    }
    if (!quit && buffer.length > params.maxLine) process(buffer)
  })
  socket.on('end', () => {
    if (!quit && params.tail === 'echo' && buffer.length > 0) process(buffer)
    buffer = Buffer.alloc(0)
  })
  socket.on('error', () => {})
})

server.listen(params.port)
