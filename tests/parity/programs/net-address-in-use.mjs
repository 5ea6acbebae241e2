import net from 'node:net'

const first = net.createServer().listen(0, '127.0.0.1', () => {
  const { port } = first.address()
  const second = net.createServer()
  second.on('error', (error) => {
    console.log(
      error.code,
      error.syscall,
      error.address,
      error.port === port,
      error.message.replace(String(port), 'PORT'),
    )
    first.close(() => console.log('closed'))
  })
  second.listen(port, '127.0.0.1', () => console.log('listening?'))
})
