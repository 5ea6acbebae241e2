/** Networks with traffic on them, for proofs from outside. */
import {
  buildNetwork,
  emitIcmp,
  type Impairment,
  icmpEcho,
  MILLISECOND,
  type NetworkDescription,
  parsePrefix,
  type RawSocket,
  Shutdown,
  type SimulatedHost,
  type SimulatedNetwork,
  type TcpSocket,
} from '../../src/runtime/network/index.ts'

const eth = (name: string, address: string) => ({ name, addresses: [parsePrefix(address)!] })

/** client and server on a switch; 10 ms and 1 ms away from it at 10 Mbit/s. `impairment` is what the server's link does besides. */
export function lan(seed: number, impairment: Partial<Impairment> = {}): SimulatedNetwork {
  const description: NetworkDescription = {
    name: 'lan',
    nodes: [
      { kind: 'host', name: 'client', interfaces: [eth('eth0', '10.0.0.1/24')], routes: [] },
      { kind: 'host', name: 'server', interfaces: [eth('eth0', '10.0.0.2/24')], routes: [] },
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
        ...{ kind: 'router', name: 'r1', routes: [via('10.0.2.0/24', '10.0.12.2')] },
        interfaces: [eth('eth0', '10.0.1.1/24'), eth('eth1', '10.0.12.1/30')],
      },
      {
        ...{ kind: 'router', name: 'r2', routes: [via('10.0.1.0/24', '10.0.12.1')] },
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

/** Bytes that are easily told apart at any offset. */
export function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) & 255)
}

/** The server listens, reads all that comes and closes; the client sends `data` and closes. `received()` is what came out. */
export function transfer(client: SimulatedHost, server: SimulatedHost, address: string, data: Uint8Array, port = 9000) {
  const chunks: Uint8Array[] = []
  const listener = server.tcp.socket(4)
  listener.bind('0.0.0.0', port)
  listener.listen(5)
  listener.onReadiness = () => {
    const accepted = listener.accept()
    if (typeof accepted === 'number') return
    accepted.onReadiness = () => readAll(accepted, chunks)
    readAll(accepted, chunks)
  }
  const sender = client.tcp.socket(4)
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
    chunks.push(piece.bytes)
  }
}

/** Sends echo requests with `lengths` bytes of data each, one every 20 ms, with this TTL. */
export function ping(
  host: SimulatedHost,
  address: string,
  lengths: readonly number[],
  schedule: SimulatedNetwork['clock'],
): RawSocket {
  const socket = host.raw.socket(4, 1) as RawSocket
  for (const [index, length] of lengths.entries()) {
    schedule.after(index * 20 * MILLISECOND, () => {
      socket.send(emitIcmp(icmpEcho(8, 77, index + 1, new Uint8Array(length).fill(0xee))), { address, port: 0 })
    })
  }
  return socket
}
