const { fork } = require('node:child_process')
const dgram = require('node:dgram')

if (process.argv[2] === 'child') {
  process.on('message', (message, socket) => {
    socket.on('message', (data, { address }) => {
      console.log('child got', String(data), address)
      socket.send('answer', message.port, '127.0.0.1', () => {
        socket.close()
        process.disconnect()
      })
    })
    process.send('ready')
  })
} else {
  const child = fork(__filename, ['child'])
  const shared = dgram.createSocket('udp4')
  const client = dgram.createSocket('udp4')
  client.on('message', (data) => {
    console.log('client got', String(data))
    client.close()
  })
  client.bind(0, '127.0.0.1', () =>
    shared.bind(0, '127.0.0.1', () => {
      const { port } = shared.address()
      child.send({ port: client.address().port }, shared)
      child.once('message', () => {
        shared.close()
        client.send('question', port, '127.0.0.1')
      })
    }),
  )
  child.on('exit', (...how) => process.on('exit', () => console.log(how)))
}
