// Addresses of two families are tried in turn, and the first that answers is taken.
import net from 'node:net'
import { once } from 'node:events'
const server = net.createServer((socket) => socket.end('hello'))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
console.log(net.getDefaultAutoSelectFamily(), net.getDefaultAutoSelectFamilyAttemptTimeout())
const lookup = (name, options, callback) => {
  console.log('lookup', name, options)
  callback(null, [{ address: '::1', family: 6 }, { address: '127.0.0.1', family: 4 }])
}
const socket = net.connect({ port, host: 'two.example', lookup })
socket.on('lookup', (error, address, family, host) => console.log('lookup event', error, address, family, host))
for (const name of ['connectionAttempt', 'connectionAttemptFailed', 'connectionAttemptTimeout'])
  socket.on(name, (ip, _port, family, error) => console.log(name, ip, family, error?.code))
await once(socket, 'connect')
console.log(socket.remoteAddress, socket.remoteFamily, socket.autoSelectFamilyAttemptedAddresses.map((a) => a.replace(port, 'PORT')))
socket.resume()
await once(socket, 'close')
server.close()
