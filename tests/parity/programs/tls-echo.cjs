// A server and clients of node:tls: data, names, protocols, certificates, and what each side learns about the other.
const tls = require('node:tls')
const { ca, server: own, client: person } = require('../support/tls-certificates.cjs')

const log = (...words) => console.log(...words)

const server = tls.createServer(
  { ...own, ca: ca.cert, requestCert: true, rejectUnauthorized: false, ALPNProtocols: ['echo', 'other'] },
  (socket) => {
    log('server:', socket.servername, socket.alpnProtocol, socket.authorized, socket.authorizationError)
    log('server: peer', socket.getPeerCertificate().subject, socket.getProtocol(), socket.getCipher())
    socket.on('data', (data) => socket.write(data))
    socket.on('end', () => log('server: end'))
    socket.on('close', (failed) => log('server: close', failed))
  },
)

function visit(options, done) {
  const socket = tls.connect({ port: server.address().port, host: 'localhost', ca: ca.cert, ...options })
  let received = 0
  socket.on('secureConnect', () => {
    log('client:', socket.authorized, socket.alpnProtocol, socket.getProtocol(), socket.getCipher().name)
    const peer = socket.getPeerCertificate(true)
    log('client: peer', peer.subject, peer.issuer, peer.subjectaltname, peer.valid_to, peer.fingerprint256)
    log('client: issuer', peer.issuerCertificate.subject, peer.issuerCertificate === peer.issuerCertificate.issuerCertificate)
    log('client: own', socket.getCertificate()?.subject, socket.getFinished().length, socket.isSessionReused())
    log('client: exported', socket.exportKeyingMaterial(20, 'label', Buffer.from('context')).length)
    socket.write('hello')
    socket.write(Buffer.alloc(100_000, 'x'))
  })
  socket.on('data', (data) => {
    received += data.length
    if (received === 100_005) socket.end()
  })
  socket.on('end', () => log('client: end'))
  socket.on('error', (error) => log('client: error', error.code, error.message))
  socket.on('close', (failed) => {
    log('client: close', failed, received)
    done()
  })
}

server.listen(0, () => {
  visit({ servername: 'server.example', ALPNProtocols: ['other', 'echo'] }, () =>
    visit({ ...person }, () => visit({ ciphers: 'TLS_CHACHA20_POLY1305_SHA256', ecdhCurve: 'P-384' }, () => server.close())),
  )
})
