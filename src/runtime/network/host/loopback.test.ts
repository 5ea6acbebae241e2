import { describe, expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../clock.ts'
import { Errno } from '../errno.ts'
import { emitTcp, IpProtocol, NO_BYTES, TcpFlag } from '../wire/index.ts'
import type { RawSocket, TcpSocket } from './socket.ts'
import { BindFlag, SocketOption } from './socket-constants.ts'
import type { TcpSettings } from './tcp/index.ts'
import { twoHosts } from './two-hosts.fixture.ts'

const LOOPBACK = '127.0.0.1'

/** Makes a SYN to port 7 of the host itself; `damage` is added to its checksum. */
function handmadeSyn(damage: number) {
  const { client, clock } = twoHosts()
  const listener = client.tcp.socket(4)
  listener.bind(LOOPBACK, 7)
  listener.listen(1)
  const raw = client.raw.socket(4, IpProtocol.TCP) as RawSocket
  const ports = { sourcePort: 4000, destinationPort: 7, sequenceNumber: 1, acknowledgmentNumber: 0, reserved: 0 }
  const segment = { ...ports, flags: TcpFlag.SYN, window: 1000, urgentPointer: 0, options: NO_BYTES, payload: NO_BYTES }
  const bytes = emitTcp(segment, LOOPBACK, LOOPBACK)
  bytes[17]! ^= damage
  raw.send(bytes, { address: LOOPBACK, port: 0 })
  clock.runUntil(SECOND / 10)
  const { counters } = client
  // It is answered with a SYN-ACK, for which port 4000 has no socket.
  return { errors: counters.value('TcpInErrs'), resets: counters.value('TcpOutRsts') }
}

test("a program's own segment is verified on loopback too: a wrong checksum is dropped", () => {
  expect(handmadeSyn(0)).toEqual({ errors: 0, resets: 1 })
  expect(handmadeSyn(1)).toEqual({ errors: 1, resets: 0 })
})

/** Runs a program that streams 64 KiB at a time to itself, and reads at once. */
function streamToItself(milliseconds: number) {
  const { client, clock } = twoHosts()
  const listener = client.tcp.socket(4)
  listener.bind(LOOPBACK, 7)
  listener.listen(1)
  let received = 0
  listener.onReadiness = () => {
    const accepted = listener.accept()
    if (typeof accepted === 'number') return
    accepted.onReadiness = () => {
      for (let got = accepted.receive(65_536); typeof got !== 'number'; got = accepted.receive(65_536)) {
        received += got.bytes.length
      }
    }
  }
  const sender = client.tcp.socket(4)
  const chunk = new Uint8Array(65_536)
  sender.onReadiness = () => {
    while (sender.send(chunk) > 0);
  }
  sender.connect(LOOPBACK, 7)
  clock.runUntil(milliseconds * MILLISECOND)
  return { sender, megabytesPerSecond: received / 1000 / milliseconds }
}

describe('a stream over loopback', () => {
  test('goes as fast as memory is copied, with no wait for a delayed acknowledgment', () => {
    expect(streamToItself(100).megabytesPerSecond).toBeGreaterThan(1900)
  })

  test('has a send buffer of two congestion windows of large segments, 2,626,560 bytes as on Linux, and the window grows', () => {
    const { sender } = streamToItself(1)
    expect(2 * sender.getOption(SocketOption.SNDBUF)).toBeGreaterThanOrEqual(2_626_560)
    expect(sender.information().sndWnd).toBeGreaterThan(100_000)
  })
})

describe('connections to itself, one after another', () => {
  /** Opens a connection and closes both ends, the client first. Returns the result of connect. */
  function connectOnce({ client, clock }: ReturnType<typeof twoHosts>, listener: TcpSocket): number {
    const socket = client.tcp.socket(4)
    const answer = socket.connect(LOOPBACK, 7)
    if (answer !== -Errno.EINPROGRESS) return answer
    clock.runUntil(clock.now + 4000)
    const accepted = listener.accept()
    if (typeof accepted === 'number') return accepted
    socket.close()
    accepted.close()
    clock.runUntil(clock.now + 4000)
    return 0
  }

  /** Connects from a given port and closes both ends; returns the result of connect. */
  function connectFrom(port: number, { client, clock }: ReturnType<typeof twoHosts>, listener: TcpSocket): number {
    const socket = client.tcp.socket(4)
    socket.bind(LOOPBACK, port, BindFlag.REUSEADDR)
    const answer = socket.connect(LOOPBACK, 7)
    clock.runUntil(clock.now + 4000)
    const accepted = listener.accept()
    socket.close()
    if (typeof accepted !== 'number') accepted.close()
    clock.runUntil(clock.now + 4000)
    return answer
  }

  function listening(tcp: Partial<TcpSettings> = {}) {
    const network = twoHosts({ tcp })
    const listener = network.client.tcp.socket(4)
    listener.bind(LOOPBACK, 7)
    listener.listen(1)
    return { network, listener }
  }

  // Beside other tests on two processors they have taken 34 s.
  test('30,000 find a port: the ends of one in TIME-WAIT are used again (tcp_tw_reuse)', { timeout: 120_000 }, () => {
    const { network, listener } = listening()
    for (let count = 0; count < 30_000; count++) expect(connectOnce(network, listener)).toBe(0)
  })

  test('without it a port that the program chose stays taken', () => {
    const { network, listener } = listening({ timeWaitReuse: 0 })
    expect(connectFrom(5000, network, listener)).toBe(-Errno.EINPROGRESS)
    network.run(2000)
    expect(connectFrom(5000, network, listener)).toBe(-Errno.EADDRNOTAVAIL)
  })

  test('from a port that the program chose after a second, as Linux (tcp_tw_reuse_delay)', () => {
    const { network, listener } = listening()
    const { run } = network
    const open = () => connectFrom(5000, network, listener)
    expect(open()).toBe(-Errno.EINPROGRESS)
    run(900)
    expect(open()).toBe(-Errno.EADDRNOTAVAIL)
    run(200)
    expect(open()).toBe(-Errno.EINPROGRESS)
  })
})
