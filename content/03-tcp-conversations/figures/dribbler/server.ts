import net from 'node:net'
import { params } from './params.ts'

const MAX_LINE = 1024
const server = net.createServer((socket) => {
  const hangUp = (why: string) => {
    console.log(why)
    socket.destroy()
  }
  socket.on('error', (error) => console.log(error.message))
  if (params.guard === 'idle') socket.setTimeout(1_000, () => hangUp('idle for 1 s'))
  const deadline = params.guard === 'total' ? setTimeout(() => hangUp('no line after 3 s'), 3_000) : undefined
  socket.on('close', () => clearTimeout(deadline))
  let line = ''
  socket.on('data', (chunk) => {
    line += chunk
    if (line.length > MAX_LINE) return hangUp('line too long')
    if (!line.endsWith('\n')) return
    clearTimeout(deadline)
    socket.end('heard\n')
  })
})
server.listen(9000)
