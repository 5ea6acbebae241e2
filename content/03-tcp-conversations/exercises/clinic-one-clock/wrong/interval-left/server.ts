import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let since = 0 // when the request began
  setInterval(() => {
    if (since > 0 && Date.now() - since > params.requestMs) socket.destroy()
  }, 50)
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`)
    if (lines.length > 0) since = 0
    if (rest !== '') since ||= Date.now()
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
