import net from 'node:net'
import { params } from './params.ts'

net
  .createServer((socket) => {
    const giveUp = (why: string) => {
      console.log(why, 'is over: hanging up')
      socket.destroy()
    }
    if (params.guard === 'idle') socket.setTimeout(1_000, () => giveUp('the idle time'))
    const deadline = params.guard === 'total' ? setTimeout(() => giveUp('the deadline'), 3_000) : undefined
    let line = ''
    socket.on('data', (chunk) => {
      line += chunk
      if (line.endsWith('\n')) socket.end('heard\n')
    })
    socket.on('error', () => {})
    socket.on('close', () => clearTimeout(deadline))
  })
  .listen(9000)
