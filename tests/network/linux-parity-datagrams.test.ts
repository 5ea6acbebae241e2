/** Calls of UDP and raw sockets beside the kernel’s, each host talking to itself over lo. */
import { settled, testSameCalls, text } from './same-calls.ts'

testSameCalls('calls of datagram sockets give the same results', {
  async UDP(host, notes) {
    const [one, two] = [host.udp.socket(4), host.udp.socket(4)]
    const unnamed = host.udp.socket(4)
    notes.add('send nowhere', unnamed.send(text('x')))
    notes.add('name', unnamed.localEndpoint())
    notes.add('bind', unnamed.bind('127.0.0.1', 1112))
    unnamed.close()
    notes.ready('fresh', one)
    notes.add('name', one.localEndpoint())
    notes.add('bind', one.bind('127.0.0.1', 1111))
    notes.add('same port', two.bind('127.0.0.1', 1111))
    notes.add('send', two.send(text('hello'), { address: '127.0.0.1', port: 1111 }))
    notes.add('name', two.localEndpoint())
    await settled()
    notes.ready('a datagram', one)
    notes.add('cut short', one.receive(2))
    notes.add('nothing left', one.receive(10))
    notes.add('too long', two.send(Buffer.alloc(65_508), { address: '127.0.0.1', port: 1111 }))
    notes.add('no route', two.send(text('x'), { address: '203.0.113.1', port: 1111 }))
    notes.add('broadcast', two.send(text('x'), { address: '255.255.255.255', port: 1111 }))
    notes.add('connect', two.connect('127.0.0.1', 1119))
    notes.add('name', two.localEndpoint())
    notes.add('peer', two.remoteEndpoint())
    notes.add('send to nobody', two.send(text('x')))
    await settled()
    notes.ready('refused', two)
    notes.add('receive', two.receive(10))
    notes.add('receive', two.receive(10))
    notes.add('dissolve', two.connect('', 0))
    notes.add('peer', two.remoteEndpoint())
    notes.add('name', two.localEndpoint())
    for (const socket of [one, two]) socket.close()
  },
  async raw(host, notes) {
    const socket = host.raw.socket(4, 1)
    if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
    notes.ready('fresh', socket)
    notes.add('name', socket.localEndpoint())
    notes.add('nothing', socket.receive(10))
    notes.add('send', socket.send(Uint8Array.of(8, 0, 0xf7, 0xff, 0, 0, 0, 0), { address: '127.0.0.1', port: 0 }))
    await settled()
    const seen = [socket.receive(100), socket.receive(100), socket.receive(100)]
    notes.add('request', typeof seen[0] === 'number' ? seen[0] : seen[0]!.bytes[20]!)
    notes.add('reply', typeof seen[1] === 'number' ? seen[1] : seen[1]!.bytes[20]!)
    notes.add('nothing more', typeof seen[2] === 'number' ? seen[2] : 0)
    socket.close()
  },
})
