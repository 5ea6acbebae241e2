import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    const began = performance.now()
    const giveUp = (why: string) => {
      console.log(why, 'after', Math.round(performance.now() - began), 'ms')
      socket.destroy()
    }
    if (params.guard === 'idle') socket.setTimeout(1_000, () => giveUp('idle'))
    const deadline = params.guard === 'total' ? setTimeout(() => giveUp('deadline'), 3_000) : undefined
    let line = ''
    socket.on('data', (chunk) => {
      line += chunk
      if (line.endsWith('\n')) socket.end('heard\n')
    })
    socket.on('error', () => {})
    socket.on('close', () => clearTimeout(deadline))
  })
  .listen(9000)
