import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let began = 0
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    const now = performance.now()
    if (rest === '') began = now
    else if (now - began > params.requestMs) {
      socket.destroy() // this request takes too long
      return
    }
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) began = now
    for (const line of lines) socket.write(`heard ${line}\n`)
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
