const { fork } = require('node:child_process')
const net = require('node:net')

if (process.argv[2] === 'child') {
  let server
  process.on('message', (message, handle) => {
    console.log('child got', message, handle?.constructor.name)
    if (message === 'server') {
      server = handle
      handle.on('connection', (socket) => socket.end('from the child'))
      process.send('ready')
    } else if (message === 'socket') {
      handle.write('hello from the child')
      handle.on('data', (data) => console.log('child read', String(data)))
      handle.on('end', () => {
        console.log('child: end')
        server.close()
        process.disconnect()
      })
    }
  })
} else {
  const child = fork(__filename, ['child'])
  const server = net.createServer()
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address()
    child.send('server', server, () => server.close())
    child.once('message', (message) => {
      console.log('parent got', message)
      net.connect(port, '127.0.0.1').on('data', (data) => {
        console.log(String(data))
        giveSocket()
      })
    })
  })
  const giveSocket = () => {
    const second = net.createServer({ pauseOnConnect: true }, (socket) => {
      child.send('socket', socket)
      second.close()
    })
    second.listen(0, '127.0.0.1', () => {
      const client = net.connect(second.address().port, '127.0.0.1')
      client.on('data', (data) => {
        console.log('client read', String(data))
        client.end('goodbye')
      })
    })
  }
  child.on('exit', (...how) => console.log(how))
}
