import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'

async function exchange(server, options) {
  const accepted = once(server, 'connection')
  const client = net.connect(options)
  await once(client, 'connect')
  const [peer] = await accepted
  console.log(client.remoteAddress, client.remoteFamily, client.localFamily)
  console.log(peer.localAddress, peer.localFamily, peer.remoteAddress, peer.remoteFamily)
  client.end('hello')
  peer.setEncoding('utf8')
  let text = ''
  for await (const piece of peer) text += piece
  console.log(text)
}

const server = net.createServer().listen(0)
await once(server, 'listening')
const { address, family, port } = server.address()
console.log(address, family)
await exchange(server, { port, host: '::1' })
await exchange(server, { port, host: '127.0.0.1' })
await exchange(server, { port, host: '::ffff:127.0.0.1' })
await exchange(server, { port, host: '::1', localAddress: '::1' })
server.close()

const only = net.createServer().listen({ port: 0, host: '::', ipv6Only: true })
await once(only, 'listening')
await exchange(only, { port: only.address().port, host: '::1' })
const [refusal] = await once(net.connect(only.address().port, '127.0.0.1'), 'error')
console.log(refusal.code, refusal.syscall, refusal.address)
only.close()

const taken = net.createServer().listen(0, '::1')
await once(taken, 'listening')
console.log(taken.address().address, taken.address().family)
const second = net.createServer()
second.on('error', ({ code, syscall, address }) => {
  console.log(code, syscall, address)
  taken.close()
})
second.listen(taken.address().port, '::1')
await once(taken, 'close')

const receiver = dgram.createSocket('udp6')
receiver.bind(0)
await once(receiver, 'listening')
console.log(receiver.address().address, receiver.address().family)
const sender = dgram.createSocket('udp6')
for (const to of ['::1', '::ffff:127.0.0.1']) {
  sender.send('datagram', receiver.address().port, to)
  const [message, from] = await once(receiver, 'message')
  console.log(String(message), from.address, from.family, from.size)
}
sender.close()
receiver.close()
