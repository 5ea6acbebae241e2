import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let since = 0 // when the request began
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`)
    if (rest === '') since = 0
    else if (lines.length > 0 || since === 0) since = Date.now()
    else if (Date.now() - since > params.requestMs) socket.destroy()
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
