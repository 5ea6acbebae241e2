// A client of TLS for OpenSSL's own server. A simulated host reaches no real one, so each connection that comes in carries one handshake as the
// client; the second has the first one's session.
import net from 'node:net'
import tls from 'node:tls'
import certificates from './certificates.cjs'

const { ca, client } = certificates
let session
const server = net.createServer((connection) => {
  const names = { servername: 'server.example', ALPNProtocols: ['h9', 'line'] }
  const socket = tls.connect({ socket: connection, ...names, ca: ca.cert, ...client, session })
  socket.on('session', (got) => (session = got))
  socket.on('error', (error) => console.log('error', error.code))
  socket.on('secureConnect', () => {
    socket.write('hello\n')
    console.log('agreed', socket.authorized, socket.getProtocol(), socket.alpnProtocol, socket.isSessionReused())
  })
  socket.on('data', (data) => {
    console.log('got', String(data).trim())
    socket.end()
  })
})
server.listen(443, () => console.log('up'))
