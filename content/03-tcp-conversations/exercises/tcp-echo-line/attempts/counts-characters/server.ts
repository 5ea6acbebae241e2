import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  socket.setEncoding('utf8')
  if (params.banner) socket.write(`${params.banner}\n`)
  let rest = ''
  let over = false

  const end = (text: string) => {
    over = true
    rest = ''
    socket.end(`${text}\n`)
  }
  const take = (line: string) => {
    if (line.length > params.maxLine) return end('ERR too long')
    const text = line.endsWith('\r') ? line.slice(0, -1) : line
    if (text === 'QUIT') return end('BYE')
    socket.write(text === 'PING' ? 'PONG\n' : `${params.prefix}${text}\n`)
  }

  socket.on('data', (text: string) => {
    if (over) return
    rest += text
    for (let at = rest.indexOf('\n'); at >= 0 && !over; at = rest.indexOf('\n')) {
      const line = rest.slice(0, at)
      rest = rest.slice(at + 1)
      take(line)
    }
    if (rest.length > params.maxLine) end('ERR too long')
  })
  socket.on('end', () => {
    if (!over && rest && params.tail === 'echo') take(rest)
  })
  socket.on('error', () => {})
})

server.listen(params.port)
