// What a connection of TLS tells and what a program may choose: names, protocols, sessions, keys, and TLS inside of TLS.
const tls = require('node:tls')
const { ca, server: own, self, client: person } = require('../support/tls-certificates.cjs')

const once = (emitter, name) => new Promise((resolve) => emitter.once(name, resolve))

/** Runs a server and a client with these settings, and `then` with both sockets once both are secure. */
async function meet(name, serverOptions, clientOptions, then) {
  const server = tls.createServer({ ...own, minVersion: 'TLSv1.3', ...serverOptions })
  server.on('tlsClientError', (error) => console.log(name, 'server:', error.code))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const accepted = once(server, 'secureConnection')
  const options = { host: '127.0.0.1', servername: 'localhost', ca: ca.cert, ...clientOptions }
  const socket = tls.connect({ port: server.address().port, ...options })
  socket.on('error', (error) => console.log(name, 'client:', error.code, error.reason ?? error.message))
  const closed = once(socket, 'close')
  const outcome = await Promise.race([once(socket, 'secureConnect').then(() => 'secure'), closed.then(() => 'closed')])
  if (outcome === 'secure') {
    const peer = await accepted
    peer.on('error', () => {})
    await then(socket, peer, server)
    peer.end()
    socket.end()
    socket.resume()
    peer.resume()
  }
  await closed
  server.close()
  await once(server, 'close')
}

const attempt = (act) => {
  try {
    return act()
  } catch (error) {
    return `${error.name} ${error.code} ${error.message}`
  }
}

async function main() {
  const SNICallback = (name, done) => {
    console.log('asked for', name)
    if (name === 'a.example') done(null, tls.createSecureContext(own))
    else if (name === 'b.example') done(null, null)
    else if (name === 'c.example') done(null, { no: 'context' })
    else done(new Error('unknown name'))
  }
  for (const servername of ['a.example', 'b.example', 'c.example', 'd.example'])
    await meet(`SNI ${servername}`, { SNICallback }, { servername, rejectUnauthorized: false }, (socket, peer) => {
      console.log(servername, peer.servername, socket.authorizationError?.code ?? socket.authorizationError)
    })

  const ALPNCallback = ({ servername, protocols }) => {
    console.log('asked for', servername, protocols)
    return protocols.find((protocol) => protocol.startsWith('x'))
  }
  for (const ALPNProtocols of [['a', 'x1'], ['a'], ['x2', 'x1']])
    await meet(`ALPN ${ALPNProtocols}`, { ALPNCallback }, { ALPNProtocols }, (socket, peer) => {
      console.log('agreed on', socket.alpnProtocol, peer.alpnProtocol)
    })
  await meet('ALPN of neither', { ALPNCallback: () => 'zzz' }, { ALPNProtocols: ['a'] }, () => {})

  await meet('tells', {}, { ecdhCurve: 'X25519' }, (socket, peer) => {
    for (const side of [socket, peer]) {
      console.log(side.getProtocol(), side.getCipher(), side.encrypted, side.authorized, side.isSessionReused())
      console.log(attempt(() => side.getEphemeralKeyInfo()), side.getFinished().length, side.getPeerFinished().length)
      console.log(side.getSharedSigalgs().length > 0, typeof side.getSession(), side.getTLSTicket() === undefined)
      console.log(attempt(() => side.getPeerCertificate().subject), attempt(() => side.getCertificate()?.subject))
      console.log(attempt(() => side.renegotiate({}, () => {})), attempt(() => side.disableRenegotiation()))
      console.log(attempt(() => side.setMaxSendFragment(511)), attempt(() => side.setMaxSendFragment(512)))
      console.log(attempt(() => side.exportKeyingMaterial(0, 'label')), attempt(() => side.exportKeyingMaterial(16)))
      console.log(side.getX509Certificate()?.subject, side.getPeerX509Certificate()?.subject)
    }
    const keys = [socket, peer].map((side) => side.exportKeyingMaterial(40, 'label', Buffer.from('context')).toString('hex'))
    console.log('same keys', keys[0] === keys[1], keys[0].length)
    const without = [socket, peer].map((side) => side.exportKeyingMaterial(40, 'label').toString('hex'))
    const empty = socket.exportKeyingMaterial(40, 'label', Buffer.alloc(0)).toString('hex')
    console.log('no context is an empty one', without[0] === empty, without[0] === without[1], without[0] === keys[0])
  })

  await meet('before the end', {}, {}, async (socket, peer) => {
    peer.write('piece')
    console.log(String(await once(socket, 'data')))
    socket.destroy()
    console.log(attempt(() => socket.exportKeyingMaterial(16, 'label')), socket.getProtocol(), socket.getCipher())
  })

  const server = tls.createServer({ ...own, requestCert: true, rejectUnauthorized: false, ca: ca.cert }, (socket) => {
    console.log('server: reused', socket.isSessionReused(), 'authorized', socket.authorized, socket.authorizationError)
    socket.on('error', () => {})
    socket.end('hello')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  let session
  let sessions = 0
  for (const options of [person, person, {}]) {
    const socket = tls.connect({ port: server.address().port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert, session, ...options })
    socket.on('session', (got) => {
      sessions++
      session = got
    })
    await once(socket, 'secureConnect')
    console.log('client: reused', socket.isSessionReused(), socket.authorized)
    socket.resume()
    await once(socket, 'close')
    console.log('sessions', sessions)
  }
  const keys = server.getTicketKeys()
  console.log(keys.length, attempt(() => server.setTicketKeys(Buffer.alloc(47))), attempt(() => server.setTicketKeys('x')))
  server.setTicketKeys(Buffer.alloc(48))
  const socket = tls.connect({ port: server.address().port, host: '127.0.0.1', servername: 'localhost', ca: ca.cert, session })
  await once(socket, 'secureConnect')
  console.log('client, after other keys: reused', socket.isSessionReused())
  socket.resume()
  await once(socket, 'close')
  server.close()

  // TLS inside of TLS: the outer server's plain bytes are the inner server's records.
  const inner = tls.createServer(own, (socket) => socket.end(`inner ${socket.getProtocol()}`))
  await meet('inside', {}, {}, async (socket, peer) => {
    inner.emit('connection', peer)
    const inside = tls.connect({ socket, servername: 'server.example', ca: ca.cert })
    inside.on('data', (data) => console.log('inside:', String(data)))
    await once(inside, 'end')
    console.log('inside', inside.authorized, inside.encrypted)
  })

  await meet('paused', { pauseOnConnect: true }, {}, async (socket, peer) => {
    socket.write('early')
    console.log('paused', peer.isPaused())
    peer.resume()
    console.log(String(await once(peer, 'data')))
  })
}

main()
