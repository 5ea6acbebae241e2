import { describe, expect, test } from 'vitest'
import { MILLISECOND, SECOND } from '../clock.ts'
import { emitTcp, IpProtocol, NO_BYTES, TcpFlag } from '../wire/index.ts'
import type { RawSocket } from './socket.ts'
import { SocketOption } from './socket-constants.ts'
import { twoHosts } from './two-hosts.case.ts'

const LOOPBACK = '127.0.0.1'

/** A SYN to port 7 of the host itself, by hand; `damage` is added to its checksum. */
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
  // It is answered with a SYN-ACK, which finds nobody at port 4000.
  return { errors: counters.value('TcpInErrs'), resets: counters.value('TcpOutRsts') }
}

test("a program's own segment is looked at on loopback too: a wrong checksum is dropped", () => {
  expect(handmadeSyn(0)).toEqual({ errors: 0, resets: 1 })
  expect(handmadeSyn(1)).toEqual({ errors: 1, resets: 0 })
})

/** A program that streams 64 KiB after 64 KiB to itself, and reads at once. */
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
