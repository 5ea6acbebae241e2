import net from 'node:net'

net
  .createServer((socket) => {
    socket.setTimeout(1_000, () => {
      console.log('idle: hanging up')
      socket.destroy()
    })
    let line = ''
    socket.on('data', (chunk) => {
      line += chunk
      if (line.endsWith('\n')) socket.end('heard\n')
    })
  })
  .listen(9000)
