/** The other end: answers each PING of the detector. SIGUSR1: says something, often; SIGUSR2: asks as well. */
import net from 'node:net'

const [port, pauseMs] = process.argv.slice(2).map(Number) as [number, number]

net
  .createServer((socket) => {
    let rest = ''
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line === 'PING') socket.write('PONG\n')
    })
    socket.on('error', () => socket.destroy())
    process.on('SIGUSR1', () => setInterval(() => socket.write('news\n'), pauseMs))
    process.on('SIGUSR2', () => socket.write('PING\n'))
  })
  .listen(port)
