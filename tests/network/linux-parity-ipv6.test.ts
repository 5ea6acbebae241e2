/** Calls of IPv6’s sockets beside the kernel’s, each host talking to itself over lo. */
import { BindFlag, Ready, SocketOption, type TcpSocket } from '#network'
import { until } from './beside-linux.ts'
import { pair, settled, testSameCalls, text } from './same-calls.ts'

testSameCalls('calls of IPv6 give the same results', {
  async 'IPv6: names and ports'(host, notes) {
    const [one, two, four, only] = [host.tcp.socket(6), host.tcp.socket(6), host.tcp.socket(4), host.tcp.socket(6)]
    notes.add('foreign address', one.bind('2001:db8::1', 1131))
    notes.add('bind', one.bind('::1', 1131))
    notes.add('name', one.localEndpoint())
    notes.add('same port', two.bind('::1', 1131))
    notes.add('any, same port', two.bind('::', 1131))
    notes.add('127.0.0.1, same port', four.bind('127.0.0.1', 1131))
    notes.add(':: only IPv6, another port', only.bind('::', 1132, BindFlag.V6ONLY))
    notes.add('mapped address', two.bind('::ffff:127.0.0.1', 1133))
    notes.add('name', two.localEndpoint())
    for (const socket of [one, two, four, only]) socket.close()
  },
  async 'IPv6: connecting'(host, notes) {
    const { listener, near, far } = await pair(host, 1141, '::1')
    notes.add('own name', near.localEndpoint())
    notes.add('peer', near.remoteEndpoint())
    notes.add('accepted name', far.localEndpoint())
    near.send(text('hello'))
    await settled()
    notes.add('data', far.receive(10))
    const sockets = [0, 1, 2, 3, 4].map(() => host.tcp.socket(6))
    const [refused, away, bound, only, any] = sockets as [TcpSocket, TcpSocket, TcpSocket, TcpSocket, TcpSocket]
    notes.add('nobody there', refused.connect('::1', 1149))
    await until(() => (refused.readiness() & Ready.ERR) !== 0, 'the refusal')
    notes.add('error', refused.takeError())
    notes.add('no route', away.connect('2001:db8::1', 80))
    bound.bind('::1', 1142)
    notes.add('from ::1 to IPv4', bound.connect('::ffff:127.0.0.1', 1149))
    only.bind('::', 1143, BindFlag.V6ONLY)
    notes.add('IPv6 only, to IPv4', only.connect('::ffff:127.0.0.1', 1149))
    notes.add('to a group', away.connect('ff02::1', 80))
    notes.add('to ::', any.connect('::', 1141))
    await settled()
    notes.add('is ::1', any.remoteEndpoint())
    for (const socket of [listener, near, far, ...sockets]) socket.close()
  },
  async 'IPv6: UDP'(host, notes) {
    const [one, two, four] = [host.udp.socket(6), host.udp.socket(6), host.udp.socket(4)]
    notes.add('name', one.localEndpoint())
    notes.add('bind', one.bind('::', 1151))
    notes.add('0.0.0.0 beside it', four.bind('0.0.0.0', 1151))
    notes.add('send', two.send(text('six'), { address: '::1', port: 1151 }))
    notes.add('send', two.send(text('four'), { address: '::ffff:127.0.0.1', port: 1151 }))
    notes.add('name', two.localEndpoint())
    await settled()
    for (let i = 0; i < 2; i++) {
      const received = one.receive(10)
      notes.add('received', received)
      notes.add('from', typeof received === 'number' ? received : received.from)
    }
    notes.add('longest', two.send(Buffer.alloc(65_527), { address: '::1', port: 1151 }))
    notes.add('too long', two.send(Buffer.alloc(65_528), { address: '::1', port: 1151 }))
    notes.add('too long for IPv4', two.send(Buffer.alloc(65_508), { address: '::ffff:127.0.0.1', port: 1151 }))
    notes.add('no route', two.send(text('x'), { address: '2001:db8::1', port: 1151 }))
    notes.add('connect', two.connect('::1', 1159))
    notes.add('name', two.localEndpoint())
    notes.add('peer', two.remoteEndpoint())
    notes.add('send to nobody', two.send(text('x')))
    await settled()
    notes.ready('refused', two)
    notes.add('receive', two.receive(10))
    notes.add('dissolve', two.connect('', 0))
    notes.add('name', two.localEndpoint())
    notes.add('connect to IPv4', two.connect('::ffff:127.0.0.1', 1151))
    notes.add('name', two.localEndpoint())
    notes.add('peer', two.remoteEndpoint())
    for (const socket of [one, two, four]) socket.close()
  },
  async 'IPv6: raw'(host, notes) {
    const socket = host.raw.socket(6, 58)
    if (typeof socket === 'number') throw new Error(`raw socket: ${socket}`)
    notes.ready('fresh', socket)
    notes.add('name', socket.localEndpoint())
    notes.add('too short', socket.send(Uint8Array.of(128, 0), { address: '::1', port: 0 }))
    // The kernel fills in the checksum.
    notes.add('send', socket.send(Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 0), { address: '::1', port: 0 }))
    notes.add('to IPv4', socket.send(Uint8Array.of(128, 0, 0, 0, 0, 0, 0, 0), { address: '::ffff:127.0.0.1', port: 0 }))
    await settled()
    const seen = [socket.receive(100), socket.receive(100), socket.receive(100)]
    notes.add('request', typeof seen[0] === 'number' ? seen[0] : seen[0]!.bytes[0]!)
    notes.add('reply', typeof seen[1] === 'number' ? seen[1] : seen[1]!.bytes[0]!)
    notes.add('nothing more', typeof seen[2] === 'number' ? seen[2] : 0)
    socket.close()
  },
  async 'IPv6: options'(host, notes) {
    const { listener, near, far } = await pair(host, 1161, '::1')
    for (const option of ['TTL', 'TOS', 'REUSEADDR', 'KEEPALIVE'] as const) {
      notes.add(option, near.getOption(SocketOption[option]))
    }
    notes.add('hop limit', near.setOption(SocketOption.TTL, 5))
    notes.add('hop limit', near.getOption(SocketOption.TTL))
    notes.add('hop limit 256', near.setOption(SocketOption.TTL, 256))
    for (const socket of [listener, near, far]) socket.close()
  },
})
