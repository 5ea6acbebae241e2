// What goes wrong with node:tls, as both sides see it: certificates, protocols, versions, strangers.
const tls = require('node:tls')
const net = require('node:net')
const { ca, server: own, expired, self, client: person } = require('../support/tls-certificates.cjs')

const told = (error) => `${error.code} ${error.reason ?? error.message}`

/** Runs a server and a client with these settings until both have closed. */
function meet(name, serverOptions, clientOptions) {
  return new Promise((resolve) => {
    const server = tls.createServer({ ...own, ...serverOptions }, (socket) => {
      socket.on('error', (error) => console.log(name, 'server socket:', told(error)))
      socket.end('welcome')
    })
    server.on('tlsClientError', (error) => console.log(name, 'server:', told(error)))
    server.listen(0, () => {
      const port = server.address().port
      const socket = tls.connect({ port, host: 'localhost', ca: ca.cert, ...clientOptions })
      socket.on('secureConnect', () => console.log(name, 'client: secure', socket.authorized, socket.authorizationError))
      socket.on('data', (data) => console.log(name, 'client:', String(data)))
      socket.on('error', (error) => console.log(name, 'client error:', told(error)))
      socket.on('close', () => server.close(resolve))
    })
  })
}

/** Sends bytes that are no TLS. */
function stranger(name, text) {
  return new Promise((resolve) => {
    const server = tls.createServer(own)
    server.on('tlsClientError', (error) => console.log(name, 'server:', told(error)))
    server.listen(0, () => {
      const socket = net.connect(server.address().port)
      socket.on('connect', () => socket.write(text))
      socket.on('data', () => {})
      socket.on('error', (error) => console.log(name, error.code))
      socket.on('close', () => server.close(resolve))
    })
  })
}

async function main() {
  await meet('fine', {}, {})
  await meet('unknown authority', {}, { ca: self.cert })
  await meet('no authority', {}, { ca: [] })
  await meet('self-signed', self, {})
  await meet('trusted self-signed', self, { ca: self.cert })
  await meet('expired', expired, {})
  await meet('expired, accepted', expired, { rejectUnauthorized: false })
  await meet('other name', {}, { servername: 'other.example' })
  await meet('no common protocol', { ALPNProtocols: ['a'] }, { ALPNProtocols: ['b'] })
  await meet('client certificate missing', { requestCert: true, ca: ca.cert }, {})
  await meet('client certificate', { requestCert: true, ca: ca.cert }, person)
  await meet('client certificate of another', { requestCert: true, ca: ca.cert }, self)
  await meet('no common suite', { ciphers: 'TLS_AES_128_GCM_SHA256' }, { ciphers: 'TLS_AES_256_GCM_SHA384' })
  await stranger('http', 'GET / HTTP/1.1\r\n\r\n')
  await stranger('text', 'hello, is this TLS?\r\n')
}

main()
