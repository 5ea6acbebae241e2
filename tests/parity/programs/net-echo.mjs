import net from 'node:net'

// What the two ends do is not ordered between them, so each keeps its own log.
const logs = { server: [], client: [] }
const server = net.createServer((socket) => {
  const log = (...line) => logs.server.push(line)
  log('connection from', socket.remoteAddress, socket.remoteFamily, socket.readyState)
  socket.on('data', (data) => {
    log('data', data.toString())
    socket.write(`echo ${data}`, () => log('written'))
  })
  socket.on('end', () => log('end'))
  socket.on('finish', () => log('finish', socket.bytesRead, socket.bytesWritten))
  socket.on('close', (hadError) => log('close', hadError))
})
server.listen(0, '127.0.0.1', () => {
  const { port, ...address } = server.address()
  console.log('listening', address, typeof port)
  const log = (...line) => logs.client.push(line)
  const client = net.connect(port, '127.0.0.1', () => {
    log('connect', client.readyState, client.remotePort === port)
    client.write('hello')
  })
  client.setEncoding('utf8')
  client.on('data', (text) => {
    log('data', text)
    client.end()
  })
  for (const name of ['lookup', 'ready', 'end', 'finish']) client.on(name, () => log(name, client.readyState))
  client.on('close', (hadError) => {
    log('close', hadError, client.bytesRead, client.bytesWritten)
    server.close(() => console.log('server closed', server.listening, logs))
  })
})
