// The bug is called Slowloris, after the program that made it famous: an idle timeout, and no deadline for the request. Node's own http server has
// headersTimeout and requestTimeout for it.

import net from 'node:net'
import { params } from './params.ts'

const server = net.createServer((socket) => {
  let rest = ''
  let deadline: NodeJS.Timeout | undefined // of the request that has begun; no byte moves it
  const renew = () => socket.setTimeout(params.idleMs) // activity: the deadline begins again
  renew()
  socket.setEncoding('latin1') // a byte each: half a character has begun a request, too
  socket.on('data', (text) => {
    renew()
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) socket.write(`heard ${line}\n`, 'latin1')
    if (lines.length > 0) {
      clearTimeout(deadline)
      deadline = undefined
    }
    if (rest !== '') deadline ??= setTimeout(() => socket.destroy(), params.requestMs)
  })
  socket.on('timeout', () => socket.destroy())
  socket.on('error', () => socket.destroy())
  socket.on('close', () => clearTimeout(deadline))
})

server.listen(params.port)
