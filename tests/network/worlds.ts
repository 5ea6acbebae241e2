/** Networks with traffic on them, for proofs from outside. */
import {
  addressFamily,
  buildNetwork,
  emitIcmp,
  emitIcmpv6,
  giveBackFrame,
  type Impairment,
  IpProtocol,
  icmpEcho,
  icmpv6Echo,
  MILLISECOND,
  type NetworkDescription,
  parsePrefix,
  type RawSocket,
  Shutdown,
  type SimulatedHost,
  type SimulatedNetwork,
  type TcpSocket,
} from '#network'

const eth = (name: string, ...addresses: string[]) => ({ name, addresses: addresses.map((text) => parsePrefix(text)!) })

/** client and server on a switch; 10 ms and 1 ms away from it at 10 Mbit/s. `impairment` is what the server's link does besides; `ipv6`: both have IPv6 addresses too. */
export function lan(seed: number, impairment: Partial<Impairment> = {}, ipv6 = false): SimulatedNetwork {
  const description: NetworkDescription = {
    name: 'lan',
    nodes: [
      {
        kind: 'host',
        name: 'client',
        interfaces: [eth('eth0', '10.0.0.1/24', ...(ipv6 ? ['2001:db8::1/64'] : []))],
        routes: [],
      },
      {
        kind: 'host',
        name: 'server',
        interfaces: [eth('eth0', '10.0.0.2/24', ...(ipv6 ? ['2001:db8::2/64'] : []))],
        routes: [],
      },
      { kind: 'switch', name: 'lan' },
    ],
    links: [
      { endpoints: ['client:eth0', 'lan:p1'], impairment: { delay: 10 * MILLISECOND, rate: 10_000_000 } },
      { endpoints: ['server:eth0', 'lan:p2'], impairment: { delay: MILLISECOND, rate: 10_000_000, ...impairment } },
    ],
  }
  return buildNetwork(description, { seed })
}

/** client – r1 – r2 – server; packets on the link in the middle may be `mtu` bytes long. */
export function twoRouters(seed: number, mtu = 1500): SimulatedNetwork {
  const via = (to: string, gateway: string) => ({ to: parsePrefix(to)!, via: gateway })
  const description: NetworkDescription = {
    name: 'two-routers',
    nodes: [
      {
        kind: 'host',
        name: 'client',
        interfaces: [eth('eth0', '10.0.1.10/24')],
        routes: [via('0.0.0.0/0', '10.0.1.1')],
      },
      {
        kind: 'router',
        name: 'r1',
        routes: [via('10.0.2.0/24', '10.0.12.2')],
        interfaces: [eth('eth0', '10.0.1.1/24'), eth('eth1', '10.0.12.1/30')],
      },
      {
        kind: 'router',
        name: 'r2',
        routes: [via('10.0.1.0/24', '10.0.12.1')],
        interfaces: [eth('eth0', '10.0.12.2/30'), eth('eth1', '10.0.2.1/24')],
      },
      {
        kind: 'host',
        name: 'server',
        interfaces: [eth('eth0', '10.0.2.10/24')],
        routes: [via('0.0.0.0/0', '10.0.2.1')],
      },
    ],
    links: [
      { endpoints: ['client:eth0', 'r1:eth0'], impairment: { delay: 5 * MILLISECOND, rate: 100_000_000 } },
      { endpoints: ['r1:eth1', 'r2:eth0'], impairment: { delay: 20 * MILLISECOND, rate: 10_000_000, mtu } },
      { endpoints: ['r2:eth1', 'server:eth0'], impairment: { delay: 5 * MILLISECOND, rate: 100_000_000 } },
    ],
  }
  return buildNetwork(description, { seed })
}

/** client – r1 – r2 – server over IPv6 alone, one of the routes by a link-local gateway; packets on the link in the middle may be `mtu` bytes long. */
export function twoRoutersIpv6(seed: number, mtu = 1500): SimulatedNetwork {
  const via = (to: string, gateway: string, dev?: string) => ({
    to: parsePrefix(to)!,
    via: gateway,
    ...(dev === undefined ? {} : { dev }),
  })
  const description: NetworkDescription = {
    name: 'two-routers-ipv6',
    nodes: [
      {
        kind: 'host',
        name: 'client',
        interfaces: [eth('eth0', 'fd00:1::10/64')],
        routes: [via('::/0', 'fd00:1::1')],
      },
      {
        kind: 'router',
        name: 'r1',
        routes: [via('fd00:2::/64', 'fe80::ff:fe00:4', 'eth1')],
        interfaces: [eth('eth0', 'fd00:1::1/64'), eth('eth1', 'fd00:12::1/64')],
      },
      {
        kind: 'router',
        name: 'r2',
        routes: [via('fd00:1::/64', 'fd00:12::1')],
        interfaces: [eth('eth0', 'fd00:12::2/64'), eth('eth1', 'fd00:2::1/64')],
      },
      {
        kind: 'host',
        name: 'server',
        interfaces: [eth('eth0', 'fd00:2::10/64')],
        routes: [via('::/0', 'fd00:2::1')],
      },
    ],
    links: [
      { endpoints: ['client:eth0', 'r1:eth0'], impairment: { delay: 5 * MILLISECOND, rate: 100_000_000 } },
      { endpoints: ['r1:eth1', 'r2:eth0'], impairment: { delay: 20 * MILLISECOND, rate: 10_000_000, mtu } },
      { endpoints: ['r2:eth1', 'server:eth0'], impairment: { delay: 5 * MILLISECOND, rate: 100_000_000 } },
    ],
  }
  return buildNetwork(description, { seed })
}

/** Bytes that are easily told apart at any offset. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) & 255)
}

/** The server listens, reads all that comes and closes; the client sends `data` and closes. `received()` is what came out. */
export function transfer(client: SimulatedHost, server: SimulatedHost, address: string, data: Uint8Array, port = 9000) {
  const chunks: Uint8Array[] = []
  const family = addressFamily(address)
  const listener = server.tcp.socket(family)
  listener.bind(family === 4 ? '0.0.0.0' : '::', port)
  listener.listen(5)
  listener.onReadiness = () => {
    const accepted = listener.accept()
    if (typeof accepted === 'number') return
    accepted.onReadiness = () => readAll(accepted, chunks)
    readAll(accepted, chunks)
  }
  const sender = client.tcp.socket(family)
  let sent = 0
  let isDone = false
  sender.onReadiness = () => {
    while (sent < data.length) {
      const taken = sender.send(data.subarray(sent, sent + 65_536))
      if (taken <= 0) return
      sent += taken
    }
    if (!isDone) {
      isDone = true
      sender.shutdown(Shutdown.WRITE)
    }
  }
  sender.connect(address, port)
  return { sender, received: () => Buffer.concat(chunks) }
}

function readAll(socket: TcpSocket, chunks: Uint8Array[]): void {
  for (;;) {
    const piece = socket.receive(65_536)
    if (typeof piece === 'number') return
    if (piece.bytes.length === 0) {
      socket.close()
      return
    }
    chunks.push(piece.bytes.slice())
    // As the kernel does when the program has its copy: the next large frame on lo lies there.
    giveBackFrame(piece.bytes)
  }
}

/** Sends echo requests with `lengths` bytes of data each, one every 20 ms, with this TTL. */
export function ping(
  host: SimulatedHost,
  address: string,
  lengths: readonly number[],
  schedule: SimulatedNetwork['clock'],
): RawSocket {
  const family = addressFamily(address)
  const socket = host.raw.socket(family, family === 4 ? IpProtocol.ICMP : IpProtocol.ICMPV6) as RawSocket
  for (const [index, length] of lengths.entries()) {
    schedule.after(index * 20 * MILLISECOND, () => {
      const data = new Uint8Array(length).fill(0xee)
      // The checksum of ICMPv6 is the socket's business.
      const [four, six] = [icmpEcho(8, 77, index + 1, data), icmpv6Echo(128, 77, index + 1, data)]
      socket.send(family === 4 ? emitIcmp(four) : emitIcmpv6(six, '::', '::'), { address, port: 0 })
    })
  }
  return socket
}
