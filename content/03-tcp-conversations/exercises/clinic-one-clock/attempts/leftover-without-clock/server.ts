import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let timer: NodeJS.Timeout | undefined
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    // The first bytes of a request: its time begins.
    timer ??= setTimeout(() => socket.destroy(), params.requestMs)
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      clearTimeout(timer)
      timer = undefined
      socket.write(`heard ${line}\n`)
    }
  })
  socket.on('close', () => clearTimeout(timer))
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
