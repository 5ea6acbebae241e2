import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let request: NodeJS.Timeout | undefined
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  const cut = () => socket.destroy()
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`)
    if (rest === '') {
      // no request is open
      clearTimeout(request)
      request = undefined
    } else if (request === undefined) request = setTimeout(cut, params.requestMs)
  })
  socket.on('close', () => clearTimeout(request))
  socket.on('timeout', cut)
  socket.on('error', cut)
})

server.listen(params.port)
