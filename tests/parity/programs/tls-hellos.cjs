// ClientHellos that lack something or contradict themselves: the server's alert, and the error that its program gets.
const tls = require('node:tls')
const net = require('node:net')
const { server: own } = require('../support/tls-certificates.cjs')

const number = (size, value) => Buffer.from(value.toString(16).padStart(size * 2, '0'), 'hex')
const vector = (size, ...parts) => Buffer.concat([number(size, Buffer.concat(parts).length), ...parts])
const X25519 = 0x001d
const P256 = 0x0017
const share = (group, bytes) => Buffer.concat([number(2, group), vector(2, Buffer.alloc(bytes, 9))])

const FULL = {
  10: vector(2, number(2, X25519), number(2, P256)),
  13: vector(2, number(2, 0x0403), number(2, 0x0804)),
  43: vector(1, number(2, 0x0304)),
  45: vector(1, number(1, 1)),
  51: vector(2, share(X25519, 32)),
}

/** Encodes a ClientHello with these extensions instead of the usual ones; null leaves one out. */
function hello({ extensions = {}, ticket = null, suites = [0x1301], compression = [0], version = 0x0303, trailer = '' }) {
  const entries = Object.entries({ ...FULL, ...extensions }).filter(([, value]) => value !== null)
  const body = Buffer.concat([
    number(2, version),
    Buffer.alloc(32, 1),
    vector(1, Buffer.alloc(32, 2)),
    vector(2, ...suites.map((id) => number(2, id))),
    vector(1, Buffer.from(compression)),
    vector(2, ...entries.map(([type, value]) => Buffer.concat([number(2, Number(type)), vector(2, value)])), ...(ticket ? [number(2, 41), vector(2, ticket)] : [])),
    Buffer.from(trailer, 'hex'),
  ])
  return Buffer.concat([Buffer.from([22, 3, 1]), vector(2, Buffer.concat([Buffer.from([1]), vector(3, body)]))])
}

const psk = Buffer.concat([
  vector(2, vector(2, Buffer.alloc(8, 7)), number(4, 0)),
  vector(2, vector(1, Buffer.alloc(32, 8))),
])
const CASES = {
  'no key share': { extensions: { 51: null } },
  'an empty list of key shares': { extensions: { 51: vector(2) } },
  'a key share of an unoffered group': { extensions: { 51: vector(2, share(0x0018, 97)) } },
  'a key share that is too short': { extensions: { 51: vector(2, share(X25519, 31)) } },
  'a key share that is no point': { extensions: { 51: vector(2, share(P256, 65)) } },
  'key shares in the wrong length': { extensions: { 51: number(2, 9) } },
  'no groups': { extensions: { 10: null } },
  'no groups and no key share': { extensions: { 10: null, 51: null } },
  'no known group': { extensions: { 10: vector(2, number(2, 0x1234)), 51: vector(2, share(0x1234, 4)) } },
  'no signature algorithms': { extensions: { 13: null } },
  'no known signature algorithm': { extensions: { 13: vector(2, number(2, 0x1234)) } },
  'an empty list of signature algorithms': { extensions: { 13: vector(2) } },
  'signature algorithms of RSA only': { extensions: { 13: vector(2, number(2, 0x0804)) } },
  'a ticket and no modes': { extensions: { 45: null }, ticket: psk },
  'a ticket in front of others': { extensions: { 41: psk } },
  'an unknown ticket and no key share': { extensions: { 51: null }, ticket: psk },
  'an unknown version': { extensions: { 43: vector(1, number(2, 0x0399)) } },
  'an empty list of versions': { extensions: { 43: vector(1) } },
  'no known suite': { suites: [0x1399] },
  'no suites': { suites: [] },
  'compression': { compression: [1] },
  'compression besides none': { compression: [1, 0] },
  'an empty list of server names': { extensions: { 0: vector(2) } },
  'an empty list of protocols': { extensions: { 16: vector(2) } },
  'bytes behind the extensions': { trailer: '00' },
}

const server = tls.createServer({ ...own, minVersion: 'TLSv1.3' })
let seen = ''
server.on('tlsClientError', (error) => (seen = `${error.code}: ${error.reason} ${/error:(\w+)/.exec(error.message)?.[1]}`))
server.listen(0, '127.0.0.1', async () => {
  for (const [name, parts] of Object.entries(CASES)) {
    seen = 'no error'
    const answer = await new Promise((resolve) => {
      const socket = net.connect(server.address().port, '127.0.0.1', () => socket.write(hello(parts)))
      const chunks = []
      const end = () => resolve(Buffer.concat(chunks))
      socket.on('data', (data) => {
        chunks.push(data)
        // The handshake goes on: only what the server does not refuse.
        if (data[0] === 22) socket.destroy()
      })
      socket.on('error', () => {})
      socket.on('close', end)
    })
    await new Promise(setImmediate)
    console.log(name, '·', answer[0] === 21 ? `alert ${answer.subarray(5).toString('hex')}` : 'goes on', '·', answer[0] === 21 ? seen : '')
  }
  server.close()
})
