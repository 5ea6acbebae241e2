// A server of TLS for OpenSSL's own client: it answers each line with what it sees of the connection.
import tls from 'node:tls'
import certificates from './certificates.cjs'

const { ca, server: own } = certificates
const asks = { ca: ca.cert, requestCert: true, rejectUnauthorized: false }
const server = tls.createServer({ ...own, ...asks, ALPNProtocols: ['line/2', 'line/1'] }, (socket) => {
  socket.on('error', (error) => console.log('error', error.code))
  socket.on('data', (data) => {
    const { servername, alpnProtocol, authorized } = socket
    const person = socket.getPeerCertificate().subject?.CN ?? 'nobody'
    const reused = socket.isSessionReused() ? 'reused' : 'new'
    socket.write(`seen: ${String(data).trim()} ${servername} ${alpnProtocol} ${authorized} ${person} ${reused}\n`)
  })
})
server.listen(443, () => console.log('up'))
