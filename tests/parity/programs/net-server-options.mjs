import net from 'node:net'

const server = net.createServer({ pauseOnConnect: true, noDelay: true, keepAlive: true })
server.maxConnections = 1
server.on('drop', (data) => console.log('drop', data.localAddress))
server.on('connection', (socket) => {
  console.log('connection', socket.isPaused())
  server.getConnections((error, count) => console.log('connections', error, count))
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 5 }, () => {
  const { port } = server.address()
  const first = net.connect(port, '127.0.0.1', () => {
    const second = net.connect(port, '127.0.0.1')
    second.on('close', () => {
      console.log('second closed')
      first.destroy()
      server.close(() => console.log('server closed'))
      server.unref()
      process.exitCode = 3
      setTimeout(() => process.exit(), 20)
    })
  })
})
