import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  let rest = Buffer.alloc(0)
  if (params.banner) socket.write(params.banner + '\n')
  socket.on('error', () => {})

  const bye = (text: string) => {
    socket.write(text)
    socket.destroy()
  }
  const onLine = (line: Buffer) => {
    if (line.length > params.maxLine) return bye('ERR too long\n')
    const end = line.at(-1) === 13 ? line.length - 1 : line.length
    const text = line.toString('utf8', 0, end)
    if (text === 'QUIT') bye('BYE\n')
    else if (text === 'PING') socket.write('PONG\n')
    else socket.write(params.prefix + text + '\n')
  }

  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    let i
    while (!socket.destroyed && (i = rest.indexOf(10)) >= 0) {
      const line = rest.subarray(0, i)
      rest = rest.subarray(i + 1)
      onLine(line)
    }
    if (!socket.destroyed && rest.length > params.maxLine) bye('ERR too long\n')
  })
  socket.on('end', () => {
    if (rest.length > 0 && params.tail === 'echo') onLine(rest)
    socket.end()
  })
})

server.listen(params.port)
