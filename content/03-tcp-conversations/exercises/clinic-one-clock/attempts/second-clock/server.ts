import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let request: NodeJS.Timeout | undefined // runs from a request's first byte to its last
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('latin1') // a byte is a letter: the clock begins at the first byte, not at the first whole character
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) {
      clearTimeout(request)
      request = undefined
    }
    if (rest !== '') request ??= setTimeout(() => socket.destroy(), params.requestMs)
    for (const line of lines) socket.write(`heard ${line}\n`, 'latin1')
  })
  socket.on('close', () => clearTimeout(request))
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
