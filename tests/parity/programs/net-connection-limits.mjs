// maxConnections: what comes beyond it is dropped, and the server says whose connection that was.
import net from 'node:net'
import { once } from 'node:events'
const server = net.createServer((socket) => socket.end('in'))
server.maxConnections = 1
server.on('drop', (data) => console.log('drop', Object.keys(data).sort().join(), data.localAddress, data.remoteFamily))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const first = net.connect({ port: server.address().port, host: '127.0.0.1', allowHalfOpen: true })
await once(first, 'data')
const second = net.connect(server.address().port, '127.0.0.1')
second.on('error', (error) => console.log('second', error.code))
second.resume()
await once(second, 'close')
console.log('second closed', second.bytesRead)
first.end()
server.close()
await once(server, 'close')
console.log('closed')
