const net = require('node:net')
const path = `/tmp/ackademy-parity-${process.pid}.sock`
const server = net
  .createServer((socket) => socket.pipe(socket))
  .listen(path, () => {
    console.log(server.address() === path)
    const client = net.connect(path, () => client.end('over a path'))
    client.on('data', (data) => console.log(data.toString()))
    client.on('close', () => server.close(() => console.log('closed')))
  })
