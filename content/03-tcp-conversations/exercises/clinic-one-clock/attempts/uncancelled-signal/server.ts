import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let current: AbortSignal | undefined
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) current = undefined
    if (rest !== '' && current === undefined) {
      const signal = (current = AbortSignal.timeout(params.requestMs))
      signal.addEventListener('abort', () => {
        if (current === signal) socket.destroy()
      })
    }
    for (const line of lines) socket.write(`heard ${line}\n`)
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
})

server.listen(params.port)
