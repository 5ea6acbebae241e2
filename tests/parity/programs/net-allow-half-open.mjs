// A server that allows half-open sockets may answer after the client's end; its own end comes when it says so.
import net from 'node:net'
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const received = []
  socket.on('data', (chunk) => received.push(chunk))
  socket.on('end', () => {
    console.log('server: end', Buffer.concat(received).toString(), socket.readyState, socket.readableEnded, socket.writable)
    setTimeout(() => {
      socket.write('late ')
      socket.end('answer')
    }, 20)
  })
  socket.on('close', (hadError) => {
    console.log('server: close', hadError, socket.readyState)
    server.close(() => console.log('server closed'))
  })
})
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1')
  let text = ''
  client.setEncoding('utf8')
  client.end('question')
  console.log('client after end', client.writable, client.writableEnded, client.readyState)
  client.on('data', (chunk) => (text += chunk))
  client.on('end', () => console.log('client: end', text, client.readyState))
})
