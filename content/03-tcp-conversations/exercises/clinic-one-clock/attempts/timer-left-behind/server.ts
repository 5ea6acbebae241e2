import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let deadline: ReturnType<typeof setTimeout> | null = null

  const stop = () => {
    if (deadline !== null) clearTimeout(deadline)
    deadline = null
  }
  const start = () => {
    deadline ??= setTimeout(cut, params.requestMs)
  }
  const cut = () => {
    if (!socket.destroyed) socket.destroy()
  }
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('utf8')
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) stop()
    if (rest.length > 0) start()
    for (const line of lines) socket.write(`heard ${line}\n`)
  })
  socket.on('timeout', cut)
  socket.on('error', cut)
})

server.listen(params.port)
