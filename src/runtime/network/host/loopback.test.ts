import { expect, test } from 'vitest'
import { SECOND } from '../clock.ts'
import { emitTcp, IpProtocol, NO_BYTES, TcpFlag } from '../wire/index.ts'
import type { RawSocket } from './socket.ts'
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
